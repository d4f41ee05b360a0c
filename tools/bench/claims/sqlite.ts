import { join } from 'node:path'
import { createTally, generateKeys, systemClock } from '@tallystick/core'
import { sqliteStore } from '@tallystick/node'
import { drive, ratio, resultsOf, rounded, Series, sayRound } from '../harness/series.ts'
import { CLAIMERS, claimsFrom, openBatch } from './drive.ts'
import type { Part } from './part.ts'
import { bareGroups, handWrittenClaims } from './sqlite-peers.ts'

const ROUNDS = 7
const CLAIMS_A_ROUND = 4000

/** The engine on SQLite beside the same claim written by hand, one transaction a call, and beside bare three-row groups. */
export async function sqliteClaims(folder: string, say: (line: string) => void): Promise<Part> {
  const store = sqliteStore(join(folder, 'engine.db'))
  const tally = await createTally({ store, keys: await generateKeys(), clock: systemClock })
  const single = handWrittenClaims(join(folder, 'single.db'))
  const bare = bareGroups(join(folder, 'bare.db'))
  try {
    const claim = claimsFrom(tally, await openBatch(tally))
    await drive(claim, 4000, CLAIMERS) // warm: compiled rules, prepared statements, grown caches
    single.run(200, [])
    bare.run(2000, [])
    const all = { sqliteEngine: new Series(), sqliteSingle: new Series(), sqliteBare: new Series() }
    const before = { ...tally.statistics }
    for (let count = 1; count <= ROUNDS; count += 1) {
      await all.sqliteEngine.round(CLAIMS_A_ROUND, (waits) => drive(claim, CLAIMS_A_ROUND, CLAIMERS, waits))
      await all.sqliteSingle.round(CLAIMS_A_ROUND / 4, (waits) => single.run(CLAIMS_A_ROUND / 4, waits))
      await all.sqliteBare.round(CLAIMS_A_ROUND * 2, (waits) => bare.run(CLAIMS_A_ROUND * 2, waits))
      sayRound(say, `SQLite, round ${count} of ${ROUNDS}`, all)
    }
    const { groups, calls } = tally.statistics
    const idle = await idleClaims(claim, single)
    sayRound(say, 'SQLite, one at a time', idle)
    const results = resultsOf({ ...all, ...idle })
    return {
      results,
      ratios: {
        sqliteVsSingle: ratio(all.sqliteEngine, all.sqliteSingle),
        sqliteVsBare: ratio(all.sqliteEngine, all.sqliteBare),
        sqliteP99VsP50: rounded((results.sqliteEngine?.p99Ms ?? 0) / (results.sqliteEngine?.p50Ms ?? 0)),
        sqliteIdleVsPlain: rounded((results.sqliteIdle?.p50Ms ?? 0) / (results.sqlitePlain?.p50Ms ?? 0)),
      },
      figures: { sqliteCallsPerGroup: Math.round((calls - before.calls) / (groups - before.groups)) },
    }
  } finally {
    await tally.close()
    single.close()
    bare.close()
  }
}

/** One claimer alone on the engine, in turns with one plain transaction of the same claim. */
async function idleClaims(claim: () => Promise<unknown>, single: ReturnType<typeof handWrittenClaims>) {
  const idle = { sqliteIdle: new Series(), sqlitePlain: new Series() }
  for (let count = 0; count < 15; count += 1) {
    await idle.sqliteIdle.round(40, (waits) => drive(claim, 40, 1, waits))
    await idle.sqlitePlain.round(40, (waits) => single.run(40, waits))
  }
  return idle
}
