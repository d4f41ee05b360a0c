import { join } from 'node:path'
import type { Store } from '@tallystick/core'
import { fileKeys, postgresStore, sqliteStore } from '@tallystick/node'
import { startPostgres } from '../../../packages/node/src/store-postgres/testing/start-postgres.ts'
import { median, rounded, Series, sayRound } from '../harness/series.ts'
import { CLAIMERS } from './drive.ts'
import { fill } from './fill.ts'
import type { Part } from './part.ts'
import { type AppProcess, startApp } from './start-app.ts'

const LARGE = 1_000_000
const TENTH = LARGE / 10
const ROUNDS = 7
const CLAIMS_A_ROUND = 4000

/** A store with a million live vouchers on SQLite: memory and start of the app process, and claims beside a store of a tenth. */
export async function largeSqlite(folder: string, say: (line: string) => void): Promise<Part> {
  const places = { tenth: join(folder, 'tenth.db'), large: join(folder, 'large.db') }
  return beside('sqlite', folder, places, async (place) => sqliteStore(place), say)
}

/** The same on PostgreSQL, each store in a database of its own. */
export async function largePostgres(folder: string, say: (line: string) => void): Promise<Part> {
  const server = await startPostgres({ shared_buffers: '256MB', max_wal_size: '4GB' })
  try {
    await server.query('CREATE DATABASE large')
    const places = {
      tenth: server.connectionString,
      large: server.connectionString.replace(/\/[^/]*$/, '/large'),
    }
    const open = (connectionString: string) => postgresStore({ connectionString, shards: 64 })
    return await beside('postgres', folder, places, open, say)
  } finally {
    await server.stop()
  }
}

async function beside(
  name: 'sqlite' | 'postgres',
  folder: string,
  places: { readonly tenth: string; readonly large: string },
  open: (place: string) => Promise<Store>,
  say: (line: string) => void,
): Promise<Part> {
  const keys = join(folder, `${name}-large-keys`)
  const material = await fileKeys(keys, { create: true }).load()
  const start = async (place: string, vouchers: number) => {
    const batchId = await fill(await open(place), material, vouchers)
    return startApp(place, keys, batchId, 100_000_000)
  }
  const tenth = await start(places.tenth, TENTH)
  const large = await start(places.large, LARGE)
  try {
    const all = { tenth: new Series(), large: new Series() }
    for (const app of [tenth, large]) await app.run(CLAIMS_A_ROUND, CLAIMERS, [])
    for (let count = 1; count <= ROUNDS; count += 1) {
      const run = (app: AppProcess) => (waits: number[]) => app.run(CLAIMS_A_ROUND, CLAIMERS, waits)
      await all.tenth.round(CLAIMS_A_ROUND, run(tenth))
      await all.large.round(CLAIMS_A_ROUND, run(large))
      sayRound(say, `${name} with ${TENTH} and ${LARGE} vouchers`, all)
    }
    const slower = median(all.tenth.rates.map((rate, round) => rate / (all.large.rates[round] ?? Number.NaN)))
    return {
      results: { [`${name}HundredThousand`]: all.tenth.result(), [`${name}Million`]: all.large.result() },
      ratios: { [`${name}TenTimesLargerIsSlower`]: rounded(slower) },
      figures: { [`${name}MillionMemoryMiB`]: large.memoryMiB, [`${name}MillionStartUpMs`]: large.startUpMs },
    }
  } finally {
    await tenth.end()
    await large.end()
  }
}
