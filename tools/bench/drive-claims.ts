// What the claims benches share: a batch that is open, and a crowd that claims from it.
import type { Tally } from '@tallystick/core'
import { unwrap } from '@tallystick/core'

export const CLAIMERS = 200

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

export type Claim = () => Promise<void>

/** Publishes a programme and opens a batch with stock for everybody; answers the batch. */
export async function openBatch(tally: Tally): Promise<string> {
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document }))
  const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 1_000_000 }))
  return batchId
}

/** One more person, by number, with every call. */
export function claimsFrom(tally: Tally, batchId: string, first = 10_000): Claim {
  let person = first
  return async () => {
    person += 1
    // As behind a sealed session: the owner number is known, no directory is asked.
    const owner = (person * 48_271) % 2 ** 47
    const actor = { role: 'holder' as const, tenant, owner, facts: { 'person.registration': '511525' } }
    unwrap(await tally.call('voucher.claim', { batchId }, actor, { idempotencyKey: `k${person}` }))
  }
}

/** Claims a second with so many people who each wait for their answer before the next one comes. */
export async function drive(
  claim: Claim,
  claims: number,
  waits: number[] = [],
  claimers: number = CLAIMERS,
): Promise<number> {
  let left = claims
  return rateOf(claims, async () => {
    await Promise.all(
      Array.from({ length: claimers }, async () => {
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

export async function rateOf(count: number, work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return (count / (performance.now() - started)) * 1000
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}
