import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { postgresStore } from '@tallystick/node'
import { startPostgres } from '../../../packages/node/src/store-postgres/testing/start-postgres.ts'
import { runCommand } from '../../run-command.ts'
import { slowDisk } from '../../slow-disk/slow-disk.ts'
import { ratio, resultsOf, Series, sayRound } from '../harness/series.ts'
import { besideByHand } from './beside-by-hand.ts'
import type { Part } from './part.ts'
import { openPeers } from './postgres-peers.ts'

const SYNC_MS = 2
const script = fileURLToPath(new URL('./slow-sqlite-process.ts', import.meta.url))

/** Claims on SQLite when every sync takes 2 ms: slowed at the C library, on a file system that needs no time of its own for one. */
export async function sqliteOnSlowDisk(): Promise<Part> {
  const disk = slowDisk(SYNC_MS)
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(memory, 'tally-bench-'))
  try {
    const result = join(folder, 'series.json')
    const { code, output } = await runCommand(process.execPath, [script, folder, String(SYNC_MS), result], {
      env: disk.environment,
      stream: true,
    })
    if (code !== 0) throw new Error(`The bench on a slow disk failed:\n${output}`)
    const { engine, single } = JSON.parse(readFileSync(result, 'utf8')) as Record<string, Series>
    const all = {
      slowDiskSqliteEngine: Object.assign(new Series(), engine),
      slowDiskSqliteSingle: Object.assign(new Series(), single),
    }
    const { slowDiskSqliteEngine, slowDiskSqliteSingle } = all
    return {
      results: resultsOf(all),
      ratios: { slowDiskSqliteVsSingle: ratio(slowDiskSqliteEngine, slowDiskSqliteSingle) },
    }
  } finally {
    rmSync(folder, { recursive: true })
    disk.remove()
  }
}

/** The same on PostgreSQL: each sync of the server takes 2 ms longer than the machine's own. */
export async function postgresOnSlowDisk(say: (line: string) => void): Promise<Part> {
  const disk = slowDisk(SYNC_MS)
  const server = await startPostgres({ shared_buffers: '256MB', max_wal_size: '4GB' }, disk.environment)
  const peers = await openPeers(server.connectionString)
  try {
    const { engine, single } = await besideByHand({
      store: await postgresStore({ connectionString: server.connectionString, shards: 64 }),
      byHand: peers.severalRoundTrips,
      claimsByHand: 500,
      atLeastMs: SYNC_MS,
      say: (all) => sayRound(say, `PostgreSQL, ${SYNC_MS} ms sync`, all),
    })
    return {
      results: resultsOf({ slowDiskPostgresEngine: engine, slowDiskPostgresSingle: single }),
      ratios: { slowDiskPostgresVsSingle: ratio(engine, single) },
    }
  } finally {
    await peers.close()
    await server.stop()
    disk.remove()
  }
}
