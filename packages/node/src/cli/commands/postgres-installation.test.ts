import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../store-postgres/testing/start-postgres.ts'
import { programme, temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally, withWords } = temporaryInstallation()
let server: TestPostgres
let schemas = 0

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

function environment(): Record<string, string> {
  schemas += 1
  return { TALLY_POSTGRES: server.connectionString, TALLY_SCHEMA: `county_${schemas}` }
}

/** Runs `tally serve` until `work` is done. */
async function whileServing(env: Record<string, string>, work: (url: string) => Promise<void>): Promise<number> {
  let stop = () => {}
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  let ready: (url: string) => void = () => {}
  const listening = new Promise<string>((resolve) => {
    ready = resolve
  })
  const ran = tally('--json serve --port 0', {
    environment: env,
    stopped,
    onOut: (text) => ready((JSON.parse(text) as { value: { url: string } }).value.url),
  })
  try {
    await work(await Promise.race([listening, ran.then(({ out }) => Promise.reject(new Error(out)))]))
  } finally {
    stop()
  }
  return (await ran).code
}

async function health(url: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${url}/v1/health`)
  return { status: answer.status, text: await answer.text() }
}

async function until(url: string, status: number): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const seen = await health(url)
    if (seen.status === status) return seen.text
    await new Promise((wake) => setTimeout(wake, 50))
  }
  throw new Error(`Health did not become ${status}.`)
}

describe('an installation on PostgreSQL', () => {
  test('is made, used, examined, and leaves no file with data behind', async () => {
    const env = environment()
    const made = await tally('init gaoxian', { environment: env })
    expect([made.code, made.out]).toEqual([0, expect.stringContaining(`schema ${env.TALLY_SCHEMA}`)])
    const file = at('programmes', 'spring.yaml')
    writeFileSync(file, programme)
    expect((await withWords(['programme', 'publish', file], { environment: env })).code).toBe(0)
    const report = await tally('--json report', { environment: env })
    expect(report.code).toBe(0)
    const doctor = await tally('doctor --port 0', { environment: env })
    expect([doctor.code, doctor.out]).toEqual([0, expect.stringContaining('64 lanes a tenant, on one server')])
    expect(doctor.out).toMatch(/journal: [1-9]\d* rows/)
    expect(doctor.out).toMatch(/accounts: 2, each where/)
    await server.query(
      `UPDATE ${env.TALLY_SCHEMA}.tally_rows SET state = replace(state, '200000', '300000') WHERE kind = 6`,
    )
    const cooked = await tally('doctor --port 0', { environment: env })
    expect([cooked.code, cooked.out]).toEqual([3, expect.stringMatching(/WRONG accounts: .*\(one of 2 that differ\)/)])
  })

  test('doctor finds a change that would keep the tables on one server', async () => {
    const env = environment()
    await tally('init gaoxian', { environment: env })
    await server.query(`CREATE UNIQUE INDEX once ON ${env.TALLY_SCHEMA}.tally_rows (owner)`)
    const doctor = await tally('doctor --port 0', { environment: env })
    expect([doctor.code, doctor.out]).toEqual([3, expect.stringMatching(/WRONG shards: .*\n.*once of tally_rows/)])
  })

  test('says with its own code what keeps it from starting', async () => {
    const env = environment()
    await tally('init gaoxian', { environment: env })
    const start = async (more: Record<string, string>) =>
      (await tally('--json serve --port 0', { environment: { ...env, ...more } })).json.code
    expect(await start({ TALLY_POSTGRES: 'postgres://admin@127.0.0.1:1/postgres' })).toBe('postgres_unreachable')
    expect(await start({ TALLY_SCHEMA: 'nobody' })).toBe('postgres_schema_missing')
    await server.query(`UPDATE ${env.TALLY_SCHEMA}.tally_meta SET value = '99' WHERE name = 'version'`)
    expect(await start({})).toBe('postgres_schema_newer')
    const readOnly = `${server.connectionString}?options=-c%20default_transaction_read_only%3Don`
    expect(await start({ TALLY_POSTGRES: readOnly })).toBe('postgres_read_only')
  })

  test('turns red when the database goes away or takes no writes, says why, and recovers by itself', async () => {
    const env = environment()
    await tally('init gaoxian', { environment: env })
    const code = await whileServing(env, async (url) => {
      expect((await health(url)).status).toBe(200)
      await server.kill()
      expect(await until(url, 503)).toMatch(/unreachable|restarting/)
      await server.restart()
      await until(url, 200)
      await server.query('ALTER SYSTEM SET default_transaction_read_only = on')
      await server.query('SELECT pg_reload_conf()')
      expect(await until(url, 503)).toContain('read_only')
      await server.query('ALTER SYSTEM RESET default_transaction_read_only')
      await server.query('SELECT pg_reload_conf()')
      await until(url, 200)
    })
    expect(code).toBe(0)
  }, 60_000)
})
