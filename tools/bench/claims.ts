// How many whole claims a second: the engine on SQLite beside the same claim written by hand, one transaction a call, and
// beside a bare three-row group, all in one run and in turns, so that the ratios hold when the machine's speed drifts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTally, generateKeys, systemClock, unwrap } from '@tallystick/core'
import { sqliteStore } from '@tallystick/node'
import type { Bench } from './bench.ts'
import { bareGroups, handWrittenClaims } from './claims-peers.ts'

const CLAIMERS = 200
const ROUNDS = 5
const CLAIMS_A_ROUND = 4000

const tenant = 'bench'

const document = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  budget: { amountMinor: 200_000_000_00 },
  eligibility: { all: [{ fact: 'person.registration', operator: 'withinRegion', value: '511525' }] },
  benefits: {
    catering: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 100_00, offMinor: 20_00 } },
  },
  approval: 'one',
}

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
    const claim = await openBatch(tally)
    await drive(claim, 1000) // warm: compiled rules, prepared statements, grown caches
    const rates = { engine: [] as number[], single: [] as number[], bare: [] as number[] }
    const waits: number[] = []
    const before = { ...tally.statistics }
    for (let round = 1; round <= ROUNDS; round += 1) {
      rates.engine.push(await drive(claim, CLAIMS_A_ROUND, waits))
      rates.single.push(await rateOf(CLAIMS_A_ROUND / 4, () => single.run(CLAIMS_A_ROUND / 4)))
      rates.bare.push(await rateOf(CLAIMS_A_ROUND * 2, () => bare.run(CLAIMS_A_ROUND * 2)))
      const last = Object.entries(rates).map(([name, all]) => `${name} ${Math.round(all.at(-1) ?? 0)}/s`)
      say(`round ${round} of ${ROUNDS}: ${last.join(', ')}`)
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

type Claim = () => Promise<void>

async function openBatch(tally: Awaited<ReturnType<typeof createTally>>): Promise<Claim> {
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document }))
  const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 1_000_000 }))
  let person = 10_000
  return async () => {
    person += 1
    // As behind a sealed session: the owner number is known, no directory is asked.
    const owner = (person * 48_271) % 2 ** 47
    const actor = { role: 'holder' as const, tenant, owner, facts: { 'person.registration': '511525' } }
    unwrap(await tally.call('voucher.claim', { batchId }, actor, { idempotencyKey: `k${person}` }))
  }
}

/** Claims a second with so many people who each wait for their answer before the next one comes. */
async function drive(claim: Claim, claims: number, waits: number[] = []): Promise<number> {
  let left = claims
  return rateOf(claims, async () => {
    await Promise.all(
      Array.from({ length: CLAIMERS }, async () => {
        while (left > 0) {
          left -= 1
          const started = performance.now()
          await claim()
          waits.push(performance.now() - started)
        }
      }),
    )
  })
}

async function rateOf(count: number, work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return (count / (performance.now() - started)) * 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
