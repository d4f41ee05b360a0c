// How many whole claims a second: the engine on SQLite beside the same claim written by hand, one transaction a call, and
// beside a bare three-row group, all in one run and in turns, so that the ratios hold when the machine's speed drifts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTally, generateKeys, systemClock } from '@tallystick/core'
import { sqliteStore } from '@tallystick/node'
import type { Bench } from './bench.ts'
import { bareGroups, handWrittenClaims } from './claims-peers.ts'
import { claimsFrom, drive, median, openBatch, rateOf, round } from './drive-claims.ts'

const ROUNDS = 5
const CLAIMS_A_ROUND = 4000

export const bench: Bench = async ({ say }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const tally = await createTally({
    store: sqliteStore(join(folder, 'engine.db')),
    keys: await generateKeys(),
    clock: systemClock,
  })
  const single = handWrittenClaims(join(folder, 'single.db'))
  const bare = bareGroups(join(folder, 'bare.db'))
  try {
    const claim = claimsFrom(tally, await openBatch(tally))
    await drive(claim, 1000) // warm: compiled rules, prepared statements, grown caches
    const rates = { engine: [] as number[], single: [] as number[], bare: [] as number[] }
    const waits: number[] = []
    const before = { ...tally.statistics }
    for (let count = 1; count <= ROUNDS; count += 1) {
      rates.engine.push(await drive(claim, CLAIMS_A_ROUND, waits))
      rates.single.push(await rateOf(CLAIMS_A_ROUND / 4, () => single.run(CLAIMS_A_ROUND / 4)))
      rates.bare.push(await rateOf(CLAIMS_A_ROUND * 2, () => bare.run(CLAIMS_A_ROUND * 2)))
      const last = Object.entries(rates).map(([name, all]) => `${name} ${Math.round(all.at(-1) ?? 0)}/s`)
      say(`round ${count} of ${ROUNDS}: ${last.join(', ')}`)
    }
    const groups = tally.statistics.groups - before.groups
    const calls = tally.statistics.calls - before.calls
    const [engine, byHand, bareRate] = [median(rates.engine), median(rates.single), median(rates.bare)]
    waits.sort((a, b) => a - b)
    return {
      results: {
        engineClaimsPerSecond: Math.round(engine),
        singleClaimsPerSecond: Math.round(byHand),
        bareGroupsClaimsPerSecond: Math.round(bareRate),
        callsPerGroup: Math.round(calls / groups),
        p50Milliseconds: round(waits[Math.floor(waits.length * 0.5)] ?? 0),
        p99Milliseconds: round(waits[Math.floor(waits.length * 0.99)] ?? 0),
      },
      ratios: { sqliteVsSingle: round(engine / byHand), sqliteVsBare: round(engine / bareRate) },
    }
  } finally {
    await tally.close()
    single.close()
    bare.close()
    rmSync(folder, { recursive: true })
  }
}
