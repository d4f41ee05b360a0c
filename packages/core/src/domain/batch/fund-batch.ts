import type { AllotmentHome } from '../../kernel/allotment.ts'
import { homeRef } from '../../kernel/allotment.ts'
import type { Posting } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { REFERENCE_OWNER, referenceRef } from '../../kernel/reference-ref.ts'
import type { ProgrammeState } from '../programme/programme-entity.ts'
import { countRevision, programmeEntity } from '../programme/programme-entity.ts'
import type { BatchState } from './batch-entity.ts'
import { stockOf } from './batch-entity.ts'
import { regionStockOf, stocksOf, sumOfRegions } from './region-stock.ts'

export interface Funding {
  readonly writes: readonly Write[]
  readonly postings: readonly Posting[]
}

/** Rows that funding a batch reads and writes. */
export function fundingTouches(batch: Pick<BatchState, 'owner' | 'programme' | 'regions'>) {
  return [referenceRef(programmeEntity, batch.programme), ...stocksOf(batch).map(homeRef)]
}

/** What a budget lacks. */
export interface Shortfall {
  readonly leftMinor: number
  readonly neededMinor: number
}

/** Sets aside what the whole batch can cost and makes its stock. */
export function fundBatch(loaded: Loaded, batch: BatchState): Funding | Shortfall {
  const { quota, unitMinor, currency } = batch
  const money = { account: stockAccount(batch), unitMinor, currency }
  const funding = fundStock(loaded, batch, quota, { left: quota - sumOfRegions(batch), moves: 0, money })
  if ('leftMinor' in funding) return funding
  const parts = Object.entries(batch.regions ?? {}).map(([region, left]) =>
    write(homeRef(regionStockOf(batch, region)), { left, moves: 0, money }),
  )
  return { ...funding, writes: [...funding.writes, ...parts] }
}

/** Sets aside what so many vouchers can cost; `home` is the batch's stock with them. */
export function fundStock(loaded: Loaded, batch: BatchState, units: number, home: AllotmentHome): Funding | Shortfall {
  const programme = loaded.get(referenceRef(programmeEntity, batch.programme))
  const neededMinor = units * batch.unitMinor
  if (!programme || programme.availableMinor < neededMinor)
    return { neededMinor, leftMinor: programme?.availableMinor ?? 0 }
  return {
    writes: [takeFromBudget(programme, neededMinor), write(homeRef(stockOf(batch)), home)],
    postings: stockPostings(batch, neededMinor),
  }
}

/** The programme with so much less in its budget; more, where the amount is negative. */
export function takeFromBudget(programme: ProgrammeState, amountMinor: number): Write {
  return countRevision({ ...programme, availableMinor: programme.availableMinor - amountMinor })
}

/** From the budget, in the reference lane, through transit to the batch's own lane; or back, where the amount is negative. */
export function stockPostings(batch: BatchState, amountMinor: number): Posting[] {
  const { currency, owner } = batch
  return [
    { account: `budget/${batch.programme}`, amountMinor: -amountMinor, currency, beside: REFERENCE_OWNER },
    { account: 'transit', amountMinor, currency, beside: REFERENCE_OWNER },
    { account: 'transit', amountMinor: -amountMinor, currency, beside: owner },
    { account: stockAccount(batch), amountMinor, currency, beside: owner },
  ]
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
