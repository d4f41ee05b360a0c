// How many whole claims a second on PostgreSQL: the engine beside the same claim written by hand in several round trips, in
// one, and beside bare three-row groups, and two app processes beside one, all in one run and in turns, so that the ratios hold when the machine's speed
// drifts. `--url postgres://…` measures a server of your own (an empty database: schemas `tally` and `peer` are made in it).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTally, systemClock } from '@tallystick/core'
import { fileKeys, postgresStore } from '@tallystick/node'
import { startPostgres } from '../../packages/node/src/store-postgres/testing/start-postgres.ts'
import type { Bench } from './bench.ts'
import { openPeers } from './claims-postgres-peers.ts'
import { oneAndTwoProcesses } from './claims-postgres-processes.ts'
import { claimsFrom, drive, median, openBatch, rateOf, round } from './drive-claims.ts'

const ROUNDS = 5
const CLAIMS_A_ROUND = 6000
const SHARDS = 64

export const bench: Bench = async ({ args, say }) => {
  const at = args.indexOf('--url')
  const server = at >= 0 ? undefined : await startPostgres({ shared_buffers: '256MB', max_wal_size: '4GB' })
  const connectionString = server?.connectionString ?? args[at + 1] ?? ''
  const store = await postgresStore({ connectionString, shards: SHARDS })
  const keys = mkdtempSync(join(tmpdir(), 'tally-bench-keys-'))
  const tally = await createTally({ store, keys: fileKeys(keys, { create: true }), clock: systemClock })
  const peers = await openPeers(connectionString)
  try {
    const batchId = await openBatch(tally)
    const claim = claimsFrom(tally, batchId)
    await drive(claim, 3000) // warm: compiled rules, prepared statements, stripes with stock
    await peers.severalRoundTrips(64)
    const rates = { engine: [] as number[], several: [] as number[], one: [] as number[], bare: [] as number[] }
    const waits: number[] = []
    const before = { ...tally.statistics }
    for (let count = 1; count <= ROUNDS; count += 1) {
      rates.engine.push(await drive(claim, CLAIMS_A_ROUND, waits))
      rates.several.push(await rateOf(600, () => peers.severalRoundTrips(600)))
      rates.one.push(await rateOf(1500, () => peers.oneRoundTrip(1500)))
      rates.bare.push(await rateOf(CLAIMS_A_ROUND, () => peers.bareGroups(CLAIMS_A_ROUND)))
      const last = Object.entries(rates).map(([name, all]) => `${name} ${Math.round(all.at(-1) ?? 0)}/s`)
      say(`round ${count} of ${ROUNDS}: ${last.join(', ')}`)
    }
    const calls = { ...tally.statistics }
    const processes = await oneAndTwoProcesses(connectionString, keys, batchId)
    say(`one process ${Math.round(processes.one)}/s, two ${Math.round(processes.two)}/s`)
    const [engine, several, one, bare] = [rates.engine, rates.several, rates.one, rates.bare].map(median)
    waits.sort((a, b) => a - b)
    return {
      results: {
        engineClaimsPerSecond: Math.round(engine ?? 0),
        severalRoundTripsClaimsPerSecond: Math.round(several ?? 0),
        oneRoundTripClaimsPerSecond: Math.round(one ?? 0),
        bareGroupsClaimsPerSecond: Math.round(bare ?? 0),
        oneProcessClaimsPerSecond: Math.round(processes.one),
        twoProcessesClaimsPerSecond: Math.round(processes.two),
        callsPerGroup: Math.round((calls.calls - before.calls) / (calls.groups - before.groups)),
        p50Milliseconds: round(waits[Math.floor(waits.length * 0.5)] ?? 0),
        p99Milliseconds: round(waits[Math.floor(waits.length * 0.99)] ?? 0),
      },
      ratios: {
        postgresVsSingle: round((engine ?? 0) / (several ?? 1)),
        postgresVsOneRoundTrip: round((engine ?? 0) / (one ?? 1)),
        postgresVsBare: round((engine ?? 0) / (bare ?? 1)),
        postgresTwoVsOne: round(processes.two / processes.one),
      },
    }
  } finally {
    await tally.close()
    await peers.close()
    await server?.stop()
    rmSync(keys, { recursive: true })
  }
}
