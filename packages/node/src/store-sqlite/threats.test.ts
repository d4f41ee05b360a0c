import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readSqlite } from '../testing/faults/read-everything.ts'
import { threatsContract } from '../testing/threats/threats-contract.ts'
import { sqliteStore } from './sqlite-store.ts'

threatsContract('SQLite, 8 lanes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-store-'))
  const path = join(folder, 'tally.db')
  const store = sqliteStore(path, { shards: 8 })
  return {
    store,
    everything: () => readSqlite(path),
    refuseJournal() {
      const db = new DatabaseSync(path)
      db.exec("CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no journal'); END")
      db.close()
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
})
