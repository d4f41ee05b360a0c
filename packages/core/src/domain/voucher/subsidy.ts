import type { Terms } from '../programme/document-schema.ts'

export type Subsidy =
  | { readonly ok: true; readonly subsidyMinor: number }
  | { readonly ok: false; readonly minMinor: number; readonly gapMinor: number }

/** The most a voucher under these terms can cost: so much is set aside for it. */
export function maxSubsidyMinor(terms: Terms): number {
  return 'offMinor' in terms ? terms.offMinor : terms.capMinor
}

/**
 * What the voucher takes off an order: a fixed amount, or a percentage up to a cap, once the threshold is reached; never
 * more than the order. `orderAmountMinor` is the amount that counts: without excluded goods.
 */
export function subsidyFor(terms: Terms, orderAmountMinor: number): Subsidy {
  if (orderAmountMinor < terms.thresholdMinor || orderAmountMinor === 0) {
    const minMinor = Math.max(terms.thresholdMinor, 1)
    return { ok: false, minMinor, gapMinor: minMinor - orderAmountMinor }
  }
  const off =
    'offMinor' in terms
      ? terms.offMinor
      : Math.min(terms.capMinor, Number((BigInt(orderAmountMinor) * BigInt(terms.percent)) / 100n))
  return { ok: true, subsidyMinor: Math.min(off, orderAmountMinor) }
}
