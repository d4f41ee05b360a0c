import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../store-postgres/testing/start-postgres.ts'
import { temporaryInstallation } from '../testing/temporary-installation.ts'

const { tally } = temporaryInstallation()
let server: TestPostgres

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

describe('tally migrate --postgres', () => {
  test('makes the tables in the schema that was named, and finds them done the next time', async () => {
    const environment = { TALLY_POSTGRES: server.connectionString }
    const first = await tally('migrate --postgres --schema county --shards 8', { environment })
    expect([first.code, first.out]).toEqual([0, expect.stringMatching(/county: version 0 → \d+\n {2}\+ tables/)])
    const again = await tally('migrate --postgres --schema county', { environment })
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('already')])
    expect(await server.query("SELECT value FROM county.tally_meta WHERE name = 'shards'")).toEqual([{ value: '8' }])
  })

  test('says how to name the server, and which number of lanes there may be', async () => {
    const nameless = await tally('migrate --postgres')
    expect(nameless.code).not.toBe(0)
    expect(nameless.error).toContain('TALLY_POSTGRES')
    const wrong = await tally('migrate --postgres --shards many', {
      environment: { TALLY_POSTGRES: server.connectionString },
    })
    expect(wrong.code).not.toBe(0)
    expect(wrong.error).toContain('1 to 1024 shards')
  })

  test('--citus says what to install where there is no Citus, and prints its SQL without any server', async () => {
    const environment = { TALLY_POSTGRES: server.connectionString }
    const refused = await tally('--json migrate --citus --schema spread --shards 8', { environment })
    expect([refused.code, refused.json.code]).toEqual([1, 'citus_missing'])
    const printed = await tally('migrate --citus --print --schema spread --shards 8')
    expect([printed.code, printed.out]).toEqual([0, expect.stringContaining('generate_series(0, 7)')])
  })
})
