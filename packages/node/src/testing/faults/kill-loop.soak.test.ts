import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { postgresStore } from '../../store-postgres/postgres-store.ts'
import { startPostgres } from '../../store-postgres/testing/start-postgres.ts'
import { sqliteStore } from '../../store-sqlite/sqlite-store.ts'
import { killSteps } from './faulty-app.ts'
import { readPostgres, readSqlite } from './read-everything.ts'
import { openSeason, SeasonOfFaults } from './season-of-faults.ts'

const rounds = 4 * Number(process.env.SOAK_SCALE ?? 10)

/** Round after round: at a named step, then at a moment that nobody chose. */
async function killAgainAndAgain(people: SeasonOfFaults): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const step = killSteps[round % killSteps.length] ?? 'after COMMIT'
    if (round % 2 === 0) await people.roundUntilKilled(step, 1 + (round % 3))
    else await people.roundUntilLate(1 + Math.random() * 200)
  }
  await people.end()
  expect(people.lost).toBeGreaterThan(rounds)
}

test('a season on SQLite survives many kills', { timeout: 3_600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-store-'))
  const path = join(folder, 'tally.db')
  const store = sqliteStore(path, { shards: 2 })
  const opened = await openSeason(store)
  await store.close()
  const people = new SeasonOfFaults({ kind: 'sqlite', path }, opened, () => readSqlite(path))
  await killAgainAndAgain(people)
  people.close()
  rmSync(folder, { recursive: true })
})

test('a season on PostgreSQL survives many kills', { timeout: 3_600_000 }, async () => {
  const server = await startPostgres()
  const { connectionString } = server
  const store = await postgresStore({ connectionString, schema: 'season', shards: 16 })
  const opened = await openSeason(store)
  await store.close()
  const place = { kind: 'postgres', connectionString, schema: 'season' } as const
  const people = new SeasonOfFaults(place, opened, () => readPostgres(server.query, 'season'))
  await killAgainAndAgain(people)
  people.close()
  await server.stop()
})
