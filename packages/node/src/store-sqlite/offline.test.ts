import { readSqlite } from '../testing/faults/read-everything.ts'
import { offlineContract } from '../testing/offline/offline-contract.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

offlineContract('SQLite, 8 lanes', async () => {
  const path = folders.path()
  return { store: folders.open(path, { shards: 8 }), everything: () => readSqlite(path) }
})
