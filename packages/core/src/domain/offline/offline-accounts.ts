import type { Posting } from '../../kernel/decision.ts'
import type { OfflineUse } from './offline-uses-entity.ts'

/** What sales without a network cost beyond the budget: a source, so it stands with a minus. */
export function lossAccount(batch: number): string {
  return `offline.loss/${batch}`
}
/** Owed to a shop for them, where the sponsor bears the loss. */
export function lossOwedAccount(batch: number, merchantId: string): string {
  return `offline.owed/${batch}/${merchantId}`
}
/** Borne by the shop itself: nobody owes it, and the books show it. */
export function lossBorneAccount(batch: number, merchantId: string): string {
  return `offline.borne/${batch}/${merchantId}`
}

/** A loss: no money of the vouchers moves, so the batch's own accounts stay as they are. */
export function lossPostings(
  batch: number,
  { merchantId, subsidyMinor, currency, borneBy }: OfflineUse,
  beside: number,
): readonly Posting[] {
  const account = borneBy === 'merchant' ? lossBorneAccount(batch, merchantId) : lossOwedAccount(batch, merchantId)
  return [
    { account: lossAccount(batch), amountMinor: -subsidyMinor, currency, beside },
    { account, amountMinor: subsidyMinor, currency, beside },
  ]
}
