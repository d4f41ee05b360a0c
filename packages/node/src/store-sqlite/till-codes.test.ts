import { readSqlite } from '../testing/faults/read-everything.ts'
import { tillCodesContract } from '../testing/till-codes/till-codes-contract.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

tillCodesContract('SQLite, 8 lanes', async () => {
  const path = folders.path()
  return { store: folders.open(path, { shards: 8 }), everything: () => readSqlite(path) }
})
