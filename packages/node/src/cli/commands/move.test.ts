import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../store-postgres/testing/start-postgres.ts'
import { sqliteStore } from '../../store-sqlite/sqlite-store.ts'
import { programme, temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally, withWords } = temporaryInstallation()
let server: TestPostgres

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

async function installation(): Promise<void> {
  await tally('init gaoxian')
  const file = at('programmes', 'spring.yaml')
  writeFileSync(file, programme)
  expect((await withWords(['programme', 'publish', file])).code).toBe(0)
}

describe('tally move', () => {
  test('takes an installation from its file to PostgreSQL, and on to more lanes; the doctor finds both well', async () => {
    await installation()
    const report = await tally('--json report')
    const moved = await tally('move --shards 8 --schema county', {
      environment: { TALLY_MOVE_TO: server.connectionString },
    })
    expect([moved.code, moved.out]).toEqual([0, expect.stringMatching(/\(1 lanes a tenant\) into .*county \(8\)/)])
    const first = { TALLY_POSTGRES: server.connectionString, TALLY_SCHEMA: 'county' }
    const again = await tally('--json move --shards 64 --schema province', {
      environment: { ...first, TALLY_MOVE_TO: server.connectionString },
    })
    expect([again.code, again.json]).toMatchObject([0, { value: { from: { shards: 8 }, to: { shards: 64 } } }])
    const second = { TALLY_POSTGRES: server.connectionString, TALLY_SCHEMA: 'province' }
    const doctor = await tally('doctor --port 0', { environment: second })
    expect([doctor.code, doctor.out]).toEqual([0, expect.stringContaining('64 lanes a tenant')])
    const figures = (text: Record<string, unknown>) => ({ ...(text.value as object), asOf: '' })
    expect(figures((await tally('--json report', { environment: second })).json)).toEqual(figures(report.json))
    for (const environment of [{}, first]) {
      expect((await tally('--json report', { environment })).json).toMatchObject({ ok: false, code: 'store_moved' })
    }
  })

  test('ends its bar before it says what was wrong', async () => {
    await installation()
    const db = new DatabaseSync(at('tally.db'))
    db.exec("UPDATE lanes SET hash = 'ff'")
    db.close()
    const environment = { TALLY_MOVE_TO: server.connectionString }
    const refused = await tally('move --schema broken', { environment, isErrorTty: true })
    expect(refused.error).toMatch(/\rMoving \[[#.]{30}\] \d+\/\d+\ntally: The journal of gaoxian\/0 is broken/)
  })

  test('refuses while a server has the file, and says where to name the new place', async () => {
    await installation()
    expect((await tally('--json move')).json).toMatchObject({ code: 'move_address_missing' })
    const environment = { TALLY_MOVE_TO: server.connectionString }
    const store = sqliteStore(at('tally.db'))
    expect((await tally('--json move --schema busy', { environment })).json).toMatchObject({
      code: 'sqlite_locked_by_other',
    })
    await store.close()
    expect((await tally('move --schema busy --shards many', { environment })).error).toContain('Write a whole number')
    expect((await tally('--json move --schema busy --shards 4096', { environment })).json).toMatchObject({
      code: 'shards_invalid',
    })
    const idle = await tally('move --schema busy --abandon', { environment })
    expect([idle.code, idle.out]).toEqual([0, expect.stringContaining('nothing to do')])
    expect((await tally('report')).code).toBe(0)
  })
})
