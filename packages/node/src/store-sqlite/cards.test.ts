import { cardsContract } from '../testing/cards/cards-contract.ts'
import { readSqlite } from '../testing/faults/read-everything.ts'
import { refuseJournal } from './testing/refuse-journal.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

cardsContract('SQLite, 8 lanes', async () => {
  const path = folders.path()
  return {
    store: folders.open(path, { shards: 8 }),
    everything: () => readSqlite(path),
    refuseJournal: () => refuseJournal(path),
  }
})
