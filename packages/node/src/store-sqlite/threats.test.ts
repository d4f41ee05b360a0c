import { readSqlite } from '../testing/faults/read-everything.ts'
import { threatsContract } from '../testing/threats/threats-contract.ts'
import { refuseJournal } from './testing/refuse-journal.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

threatsContract('SQLite, 8 lanes', async () => {
  const path = folders.path()
  const store = folders.open(path, { shards: 8 })
  return {
    store,
    everything: () => readSqlite(path),
    refuseJournal: () => refuseJournal(path),
  }
})
