import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readSqlite } from '../testing/faults/read-everything.ts'
import { settlementsContract } from '../testing/settlements/settlements-contract.ts'
import { sqliteStore } from './sqlite-store.ts'

settlementsContract('SQLite, 8 lanes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-store-'))
  const path = join(folder, 'tally.db')
  const store = sqliteStore(path, { shards: 8 })
  return {
    store,
    everything: () => readSqlite(path),
    asCohortsOfVersion3() {
      const db = new DatabaseSync(path)
      const later = "'$.held', '$.heldMinor', '$.disallowed', '$.disallowedMinor'"
      const earlier = `json_remove(state, ${later})`
      // A long state lies apart from its row.
      db.exec(`
        UPDATE states SET state = ${earlier} WHERE id IN (SELECT place FROM rows WHERE kind = 9);
        UPDATE rows SET v = 3, state = iif(json_valid(state), ${earlier}, state) WHERE kind = 9`)
      db.close()
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
})
