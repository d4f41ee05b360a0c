// What the claims benches share: a batch that is open, and a crowd that claims from it.
import type { Actor, Tally } from '@tallystick/core'
import { unwrap } from '@tallystick/core'
import { scattered } from './scattered.ts'

export const CLAIMERS = 200

export const tenant = 'bench'

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

export type Claim = () => Promise<string>

/** Publishes a programme and opens a batch; answers the batch. */
export async function openBatch(tally: Tally, quota = 5_000_000): Promise<string> {
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document }))
  const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota }))
  return batchId
}

/** As behind a sealed session: the owner number is known, no directory is asked. */
export function personOf(number: number): Actor {
  return { role: 'holder', tenant, owner: scattered(number), facts: { 'person.registration': '511525' } }
}

/** One more person, by number, with every call; answers the voucher. */
export function claimsFrom(tally: Tally, batchId: string, first = 0): Claim {
  let person = first
  return async () => {
    person += 1
    const options = { idempotencyKey: `k${person}` }
    const voucher = unwrap(await tally.call('voucher.claim', { batchId }, personOf(person), options))
    return (voucher as { voucherId: string }).voucherId
  }
}
