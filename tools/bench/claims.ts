// How many whole claims a second (eligibility, stock, voucher, holder's quota, journal with postings, stored reply): the engine on SQLite
// and on PostgreSQL beside the same claim written by hand, one transaction a call, and beside bare three-row groups; then both on a disk
// that needs 2 ms for a sync, and with a million live vouchers. In turns, so that the ratios hold when the machine's speed drifts.
// Arguments: any of sqlite, postgres, slow-disk, large (default: all); `--url postgres://…` measures a server of your own (an empty
// database: the schemas `tally` and `peer` are made in it).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../packages/node/src/store-postgres/testing/start-postgres.ts'
import { buildPackage } from '../build.ts'
import { largePostgres, largeSqlite } from './claims/large.ts'
import type { Part } from './claims/part.ts'
import { postgresClaims } from './claims/postgres.ts'
import { postgresOnSlowDisk, sqliteOnSlowDisk } from './claims/slow-disk.ts'
import { sqliteClaims } from './claims/sqlite.ts'
import type { Bench } from './harness/bench.ts'

export const bench: Bench = async ({ args, say }) => {
  const at = args.indexOf('--url')
  const words = at < 0 ? args : args.toSpliced(at, 2)
  const isWanted = (part: string) => words.length === 0 || words.includes(part)
  // App processes run the packages as they are installed.
  for (const name of ['core', 'node'] as const) {
    const { ok, output } = await buildPackage(name)
    if (!ok) throw new Error(output)
  }
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const parts: Part[] = []
  try {
    if (isWanted('sqlite')) parts.push(await sqliteClaims(folder, say))
    if (isWanted('postgres')) parts.push(await onPostgres(at < 0 ? undefined : args[at + 1], folder, say))
    if (isWanted('slow-disk')) {
      parts.push(await sqliteOnSlowDisk())
      parts.push(await postgresOnSlowDisk(say))
    }
    if (isWanted('large')) {
      parts.push(await largeSqlite(folder, say))
      parts.push(await largePostgres(folder, say))
    }
    return {
      results: Object.assign({}, ...parts.map((part) => part.results)),
      ratios: Object.assign({}, ...parts.map((part) => part.ratios)),
      figures: Object.assign({}, ...parts.map((part) => part.figures)),
      versions: Object.assign({}, ...parts.map((part) => part.versions)),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function onPostgres(url: string | undefined, folder: string, say: (line: string) => void): Promise<Part> {
  if (url !== undefined) return postgresClaims(url, folder, say)
  const server = await startPostgres({ shared_buffers: '256MB', max_wal_size: '4GB' })
  try {
    const [row] = await server.query('SHOW server_version')
    const versions = { postgres: String(row?.server_version) }
    return { ...(await postgresClaims(server.connectionString, folder, say)), versions }
  } finally {
    await server.stop()
  }
}
