import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeContract } from '../../../core/src/engine/testing/store-contract.ts'
import { sqliteStore } from './sqlite-store.ts'

for (const shards of [1, 4]) {
  storeContract(`sqlite (${shards} shards)`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tally-store-'))
    let store = sqliteStore(join(folder, 'tally.db'), { shards })
    return {
      store,
      reopen: async () => {
        await store.close()
        store = sqliteStore(join(folder, 'tally.db'))
        return store
      },
      close: async () => {
        await store.close()
        rmSync(folder, { recursive: true })
      },
    }
  })
}
