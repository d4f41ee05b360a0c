import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { shimmedFolder } from '../testing/disk-shim/shimmed-folder.ts'
import { readPostgres } from '../testing/faults/read-everything.ts'
import { openSeason, SeasonOfFaults } from '../testing/faults/season-of-faults.ts'
import { postgresStore } from './postgres-store.ts'
import { startPostgres, type TestPostgres } from './testing/start-postgres.ts'

const shim = shimmedFolder({ canFail: true })
let server: TestPostgres
const closing: (() => unknown)[] = []
beforeAll(async () => {
  server = await startPostgres({}, shim.environment)
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(async () => {
  await server.stop()
  shim.remove()
})

let seasons = 0
async function season(): Promise<SeasonOfFaults> {
  const { connectionString } = server
  const schema = `season_${seasons++}`
  const store = await postgresStore({ connectionString, schema, shards: 4 })
  const opened = await openSeason(store)
  await store.close()
  const made = new SeasonOfFaults({ kind: 'postgres', connectionString, schema }, opened, () =>
    readPostgres(server.query, schema),
  )
  closing.push(async () => {
    await made.app.kill()
    made.close()
  })
  return made
}

/** The process numbers of our connections inside the server. */
async function backends(): Promise<number[]> {
  const rows = await server.query("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'tallystick %'")
  return rows.map(({ pid }) => Number(pid))
}

describe('a season on PostgreSQL, with a client that keeps its own diary', () => {
  test('THR-C6 THR-W5 loses nothing and does nothing twice, killed at every named step and at any moment', async () => {
    const people = await season()
    await people.roundsOfKills()
    await people.end()
    expect(people.lost).toBeGreaterThan(10)
  }, 120_000)

  test('goes on by itself after SIGKILL of a backend, which takes the whole server down, and of the server', async () => {
    const people = await season()
    await people.app.start()
    await people.crowd(3)
    const first = people.crowd(10)
    const [backend] = await backends()
    if (backend === undefined) throw new Error('No connection of ours is there.')
    process.kill(backend, 'SIGKILL')
    await first
    const second = people.crowd(10)
    await server.kill()
    await expect.poll(() => people.lost, { timeout: 30_000 }).toBeGreaterThan(5)
    await server.restart()
    await second
    await people.end()
  }, 120_000)

  test.each(['the disk of its log is full', 'a sync fails'])(
    'acknowledges nothing while %s, and goes on when the server does',
    async (what) => {
      const fail = what.startsWith('a sync') ? shim.breakSyncs : shim.fill
      const people = await season()
      await people.app.start()
      await people.crowd(3)
      fail(true)
      const waiting = people.crowd(5)
      await expect.poll(() => people.lost, { timeout: 30_000 }).toBeGreaterThan(5)
      fail(false)
      await server.kill()
      await server.restart()
      await waiting
      await people.end()
    },
    120_000,
  )
})
