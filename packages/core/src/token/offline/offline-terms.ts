/** What a voucher takes off an order, small enough to stand in its credential. */
export type OfflineTerms =
  | { readonly thresholdMinor: number; readonly offMinor: number }
  | { readonly thresholdMinor: number; readonly percent: number; readonly capMinor: number }

/**
 * What the sponsor pays of an order that is paid in full at the shop's prices; undefined below the threshold. The issuer works
 * it out again by the programme when the sale is handed in, and takes nothing else.
 */
export function offlineSubsidyMinor(terms: OfflineTerms, orderAmountMinor: number): number | undefined {
  if (orderAmountMinor < Math.max(terms.thresholdMinor, 1)) return undefined
  if ('offMinor' in terms) return Math.min(terms.offMinor, orderAmountMinor)
  return Math.min(terms.capMinor, Number((BigInt(orderAmountMinor) * BigInt(terms.percent)) / 100n))
}
