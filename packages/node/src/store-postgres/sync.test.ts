import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerGroups } from '../testing/disk-shim/answer-groups.ts'
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
    await answerGroups(store, 40, shim.log)
    const [, told = ''] = shim.told().split('|')
    await store.close()
    expect(told.replaceAll('S', '')).toHaveLength(80)
    expect(everyAnswerWasSynced(told), told).toBe(true)
  })
})
