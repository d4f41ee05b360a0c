import { appendFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyAnswerWasSynced, shimmedFolder } from '../testing/disk-shim/shimmed-folder.ts'
import { postgresStore } from './postgres-store.ts'
import { startPostgres, type TestPostgres } from './testing/start-postgres.ts'

const shim = shimmedFolder()
let server: TestPostgres
beforeAll(async () => {
  server = await startPostgres({}, shim.environment)
})
afterAll(async () => {
  await server.stop()
  shim.remove()
})

const lane = { tenant: 'county', shard: 0 }

describe('an answer of the PostgreSQL store', () => {
  test('is given only after its own group was synced, counted at the C library', async () => {
    const store = await postgresStore({ connectionString: server.connectionString })
    const warm = await store.begin([lane], 'wait')
    await warm?.rollback()
    appendFileSync(shim.log, '|')
    for (let seq = 1; seq <= 40; seq += 1) {
      const transaction = await store.begin([lane], 'wait')
      await transaction?.commit({
        writes: [{ ...lane, owner: 1, kind: 1, n: seq, v: 1, state: 'x' }],
        removes: [],
        journal: [{ ...lane, seq, at: seq, body: '{}', link: null }],
        heads: [{ ...lane, seq, hash: '0'.repeat(64), lastNow: seq }],
      })
      appendFileSync(shim.log, 'A')
      await store.identify('county', [`person ${seq}`], [seq])
      appendFileSync(shim.log, 'A')
    }
    appendFileSync(shim.log, '|')
    const [, told = ''] = shim.told().split('|')
    await store.close()
    expect(told.replaceAll('S', '')).toHaveLength(80)
    expect(everyAnswerWasSynced(told), told).toBe(true)
  })
})
