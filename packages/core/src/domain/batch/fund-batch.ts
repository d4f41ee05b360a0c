import { homeRef } from '../../kernel/allotment.ts'
import type { Posting } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { REFERENCE_OWNER, referenceRef } from '../../kernel/reference-ref.ts'
import { countRevision, programmeEntity } from '../programme/programme-entity.ts'
import type { BatchState } from './batch-entity.ts'
import { stockOf } from './batch-entity.ts'

export interface Funding {
  readonly writes: readonly Write[]
  readonly postings: readonly Posting[]
}

/** Rows that funding a batch reads and writes. */
export function fundingTouches(batch: { readonly owner: number; readonly programme: string }) {
  return [referenceRef(programmeEntity, batch.programme), homeRef(stockOf(batch))]
}

/**
 * Sets aside what the whole batch can cost and makes its stock. The money goes from the programme's budget, in the
 * reference lane, through transit to the batch's own lane. Undefined with `leftMinor` when the budget does not suffice.
 */
export function fundBatch(
  loaded: Loaded,
  batch: BatchState,
): Funding | { readonly leftMinor: number; readonly neededMinor: number } {
  const programmeRef = referenceRef(programmeEntity, batch.programme)
  const programme = loaded.get(programmeRef)
  const neededMinor = batch.quota * batch.unitMinor
  if (!programme || programme.availableMinor < neededMinor)
    return { neededMinor, leftMinor: programme?.availableMinor ?? 0 }
  const { currency } = batch
  const account = stockAccount(batch)
  const money = { account, unitMinor: batch.unitMinor, currency }
  return {
    writes: [
      countRevision({ ...programme, availableMinor: programme.availableMinor - neededMinor }),
      write(homeRef(stockOf(batch)), { left: batch.quota, moves: 0, money }),
    ],
    postings: [
      { account: `budget/${batch.programme}`, amountMinor: -neededMinor, currency, beside: REFERENCE_OWNER },
      { account: 'transit', amountMinor: neededMinor, currency, beside: REFERENCE_OWNER },
      { account: 'transit', amountMinor: -neededMinor, currency, beside: batch.owner },
      { account, amountMinor: neededMinor, currency, beside: batch.owner },
    ],
  }
}

/** Set aside for vouchers nobody has claimed. */
export function stockAccount(batch: { readonly owner: number }): string {
  return `stock/${batch.owner}`
}
/** Promised to holders of outstanding vouchers. */
export function committedAccount(batch: { readonly owner: number }): string {
  return `committed/${batch.owner}`
}
/** Owed to a merchant for vouchers redeemed there. */
export function payableAccount(batch: { readonly owner: number }, merchantId: string): string {
  return `payable/${batch.owner}/${merchantId}`
}
/** Would be owed to a merchant, and is kept back until two people have decided. */
export function heldAccount(batch: { readonly owner: number }, merchantId: string): string {
  return `held/${batch.owner}/${merchantId}`
}
/** Back with the sponsor: expired, withdrawn, refunded, not fully used, or never claimed. */
export function returnedAccount(batch: { readonly owner: number }): string {
  return `returned/${batch.owner}`
}
