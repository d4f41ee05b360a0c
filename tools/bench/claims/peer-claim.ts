// One full claim as a careful hand writes it: what is checked, and rows as large as ours.
import { scattered } from './scattered.ts'

export interface PeerClaim {
  readonly key: string
  readonly holder: number
  readonly voucher: string
  readonly quota: string
  readonly journal: string
  readonly reply: string
}

let person = 0

/** The next person's claim, found eligible. */
export function nextPeerClaim(): PeerClaim {
  person += 1
  const key = `k${person}`
  const holder = scattered(person)
  const registration = '511525'
  if (!registration.startsWith('511525')) throw new Error('the bench claims for the eligible only')
  const now = Date.now()
  const day = Math.floor((now + 8 * 3_600_000) / 86_400_000)
  const expiresAt = now + 7 * 86_400_000
  return {
    key,
    holder,
    voucher: JSON.stringify({
      ...{ batch: 1, programme: 'spring', programmeVersion: 1, benefit: 'catering', claimedAt: now, expiresAt, day },
      ...{ status: 'outstanding', committedMinor: 2000, version: 0, usedStep: 0, redemptions: 0, presentUntil: 0 },
    }),
    quota: JSON.stringify({ total: 1, day, onDay: 1 }),
    journal: JSON.stringify({
      ...{ operation: 'voucher.claim', principal: `holder:${holder}`, requestId: key },
      events: [{ type: 'voucher.claimed', data: { batch: 1, holder, voucher: 0, day, programmeVersion: 1 } }],
      postings: [
        { account: 'batch/1/stock', amountMinor: -2000, currency: 'CNY' },
        { account: 'batch/1/committed', amountMinor: 2000, currency: 'CNY' },
      ],
    }),
    reply: JSON.stringify({
      ...{ voucherId: key, batchId: 'bat_1', programme: 'spring', benefit: 'catering', state: 'outstanding' },
      ...{ claimedAt: new Date(now).toISOString(), expiresAt: new Date(expiresAt).toISOString() },
      terms: { thresholdMinor: 10_000, offMinor: 2000 },
    }),
  }
}
