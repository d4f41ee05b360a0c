import { readSqlite } from '../testing/faults/read-everything.ts'
import { shopCodesContract } from '../testing/shop-codes/shop-codes-contract.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

shopCodesContract('SQLite, 8 lanes', async () => {
  const path = folders.path()
  return { store: folders.open(path, { shards: 8 }), everything: () => readSqlite(path) }
})
