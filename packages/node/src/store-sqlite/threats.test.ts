import { DatabaseSync } from 'node:sqlite'
import { readSqlite } from '../testing/faults/read-everything.ts'
import { threatsContract } from '../testing/threats/threats-contract.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

threatsContract('SQLite, 8 lanes', async () => {
  const path = folders.path()
  const store = folders.open(path, { shards: 8 })
  return {
    store,
    everything: () => readSqlite(path),
    refuseJournal() {
      const db = new DatabaseSync(path)
      db.exec("CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no journal'); END")
      db.close()
    },
  }
})
