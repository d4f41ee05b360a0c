import { DatabaseSync } from 'node:sqlite'
import { readSqlite } from '../testing/faults/read-everything.ts'
import { settlementsContract } from '../testing/settlements/settlements-contract.ts'
import { statementsContract } from '../testing/settlements/statements-contract.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

const name = 'SQLite, 8 lanes'

async function open() {
  const path = folders.path()
  const store = folders.open(path, { shards: 8 })
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
  }
}

settlementsContract(name, open)
statementsContract(name, open)
