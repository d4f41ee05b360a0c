import { drawsContract } from '../testing/draws/draws-contract.ts'
import { readSqlite } from '../testing/faults/read-everything.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

drawsContract('SQLite, 8 lanes', async () => {
  const path = folders.path()
  const store = folders.open(path, { shards: 8 })
  return { store, everything: () => readSqlite(path) }
})
