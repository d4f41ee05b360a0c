import { join } from 'node:path'
import { createTally, systemClock } from '@tallystick/core'
import { fileKeys, postgresStore } from '@tallystick/node'
import { drive, ratio, resultsOf, rounded, Series, sayRound } from '../harness/series.ts'
import { CLAIMERS, claimsFrom, openBatch } from './drive.ts'
import type { Part } from './part.ts'
import { openPeers, type PostgresPeers } from './postgres-peers.ts'
import { oneAndTwoProcesses } from './two-processes.ts'

const ROUNDS = 5
const CLAIMS_A_ROUND = 6000
const SHARDS = 64

/**
 * The engine on PostgreSQL beside the same claim written by hand in several round trips, in one, and beside bare three-row
 * groups; then two app processes beside one.
 */
export async function postgresClaims(url: string, folder: string, say: (line: string) => void): Promise<Part> {
  const store = await postgresStore({ connectionString: url, shards: SHARDS })
  const keys = join(folder, 'keys')
  const tally = await createTally({ store, keys: fileKeys(keys, { create: true }), clock: systemClock })
  const peers = await openPeers(url)
  try {
    const batchId = await openBatch(tally)
    const claim = claimsFrom(tally, batchId)
    await drive(claim, 3000, CLAIMERS) // warm: compiled rules, prepared statements, stripes with stock
    await peers.severalRoundTrips(200, [])
    await peers.oneRoundTrip(200, [])
    await peers.bareGroups(2000, [])
    const before = { ...tally.statistics }
    const all = await inTurns(claim, peers, say)
    const { groups, calls } = tally.statistics
    const idle = await idleClaims(claim, peers)
    sayRound(say, 'PostgreSQL, one at a time', idle)
    const processes = await oneAndTwoProcesses(url, keys, batchId)
    sayRound(say, 'PostgreSQL', processes)
    const results = resultsOf({ ...all, ...idle, ...processes })
    return {
      results,
      ratios: {
        postgresVsSingle: ratio(all.postgresEngine, all.postgresSingle),
        postgresVsOneRoundTrip: ratio(all.postgresEngine, all.postgresOneRoundTrip),
        postgresVsBare: ratio(all.postgresEngine, all.postgresBare),
        postgresTwoVsOne: ratio(processes.postgresTwoProcesses, processes.postgresOneProcess),
        postgresP99VsP50: rounded((results.postgresEngine?.p99Ms ?? 0) / (results.postgresEngine?.p50Ms ?? 0)),
        postgresIdleVsPlain: rounded((results.postgresIdle?.p50Ms ?? 0) / (results.postgresPlain?.p50Ms ?? 0)),
      },
      figures: { postgresCallsPerGroup: Math.round((calls - before.calls) / (groups - before.groups)) },
    }
  } finally {
    await tally.close()
    await peers.close()
  }
}

async function inTurns(claim: () => Promise<unknown>, peers: PostgresPeers, say: (line: string) => void) {
  const all = {
    postgresEngine: new Series(),
    postgresSingle: new Series(),
    postgresOneRoundTrip: new Series(),
    postgresBare: new Series(),
  }
  for (let count = 1; count <= ROUNDS; count += 1) {
    await all.postgresEngine.round(CLAIMS_A_ROUND, (waits) => drive(claim, CLAIMS_A_ROUND, CLAIMERS, waits))
    await all.postgresSingle.round(1000, (waits) => peers.severalRoundTrips(1000, waits))
    await all.postgresOneRoundTrip.round(1500, (waits) => peers.oneRoundTrip(1500, waits))
    await all.postgresBare.round(CLAIMS_A_ROUND, (waits) => peers.bareGroups(CLAIMS_A_ROUND, waits))
    sayRound(say, `PostgreSQL, round ${count} of ${ROUNDS}`, all)
  }
  return all
}

/** One claimer alone on the engine, in turns with one plain transaction of the same claim on one connection. */
async function idleClaims(claim: () => Promise<unknown>, peers: PostgresPeers) {
  const idle = { postgresIdle: new Series(), postgresPlain: new Series() }
  for (let count = 0; count < 15; count += 1) {
    await idle.postgresIdle.round(40, (waits) => drive(claim, 40, 1, waits))
    await idle.postgresPlain.round(40, (waits) => peers.severalRoundTrips(40, waits, 1))
  }
  return idle
}
