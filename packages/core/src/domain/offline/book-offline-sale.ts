import { principalOf } from '../../kernel/actor.ts'
import type { Change, EventDraft } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import type { RiskJudgement } from '../risk/judge-risk.ts'
import { bookAndHold } from '../voucher/book-and-hold.ts'
import type { Sale } from '../voucher/book-redemption.ts'
import { judgeRedemption } from '../voucher/judge-redemption.ts'
import type { Scope } from '../voucher/redeem-guards.ts'
import type { RedemptionState, VoucherState } from '../voucher/voucher-entity.ts'
import { MAX_REDEMPTIONS, redemptionRef } from '../voucher/voucher-entity.ts'
import { lossPostings } from './offline-accounts.ts'
import type { OfflineUse } from './offline-uses-entity.ts'
import type { Handed } from './read-record.ts'

/** A record that is to be booked: everything but the voucher's own state has been judged. */
export interface Booking {
  readonly voucher: VoucherState
  readonly cohort: CohortState
  readonly scope: Scope
  readonly borneBy: 'sponsor' | 'merchant'
  /** What was booked for this voucher before. */
  readonly uses: readonly OfflineUse[]
}

interface BookedUse {
  readonly use: OfflineUse
  readonly change: Change
}

function useOf({ sale }: Handed, now: number): Omit<OfflineUse, 'outcome'> {
  const { nonce, merchantId, terminalId, version, day, orderAmountMinor, subsidyMinor, currency, at } = sale
  return { nonce, merchantId, terminalId, version, day, orderAmountMinor, subsidyMinor, currency, at, bookedAt: now }
}

/**
 * The voucher is still good: an ordinary redemption. The goods are gone, so a risk rule that would have refused or challenged
 * it keeps its settlement back instead. Undefined: rows are missing, decide again.
 */
export function bookUse(loaded: Loaded, booking: Booking, ctx: Context<Handed>): BookedUse | undefined {
  const { voucher, cohort, scope } = booking
  const { owner, ordinal, sale, counters } = ctx.prepared
  const order = { orderAmountMinor: sale.orderAmountMinor }
  const use = {
    owner,
    voucher,
    order,
    scope,
    subsidyMinor: sale.subsidyMinor,
    isIdentifiedAnew: () => false,
    writes: [],
  }
  const risked = judgeRedemption(loaded, use, ctx)
  if (!risked) return undefined
  const selling: Sale = {
    merchantId: sale.merchantId,
    terminalId: sale.terminalId,
    by: principalOf(ctx.actor),
    byId: ctx.actor.id,
    orderNumber: sale.orderNumber,
    orderAmountMinor: sale.orderAmountMinor,
    subsidyMinor: sale.subsidyMinor,
    risk: softened(risked.risk),
    decision: risked.record,
    judgedAt: sale.at,
    online: false,
    channel: 'offline',
  }
  const booked = bookAndHold(
    loaded,
    { address: { owner, ordinal }, voucher, cohort, sale: selling, heldN: counters.heldN },
    ctx,
  )
  if (!booked) return undefined
  const { change, target } = booked
  return {
    use: { ...useOf(ctx.prepared, ctx.now), outcome: 'redeemed', redemption: target.n },
    change: { ...change, writes: [...change.writes, ...risked.writes] },
  }
}

function softened(risk: RiskJudgement | undefined): RiskJudgement | undefined {
  return risk?.do === 'refuse' || risk?.do === 'challenge' ? { ...risk, do: 'hold' } : risk
}

/** The voucher is used or gone: a loss of its own account, and a clue on every shop where the voucher was taken. */
export function bookLoss(loaded: Loaded, booking: Booking, because: string, ctx: Context<Handed>): BookedUse {
  const { voucher, borneBy, uses } = booking
  const { owner, ordinal } = ctx.prepared
  const use: OfflineUse = { ...useOf(ctx.prepared, ctx.now), outcome: 'lost', because, borneBy }
  const { nonce: record, merchantId, terminalId, orderAmountMinor, subsidyMinor, at } = use
  const online = lastRedemption(loaded, { owner, ordinal }, voucher)
  const elsewhere = new Set([...uses.map((each) => each.merchantId), ...(online ? [online.merchantId] : [])])
  elsewhere.delete(merchantId)
  const voucherData = { batch: voucher.batch, holder: owner, voucher: ordinal }
  const clues: EventDraft[] = [...elsewhere].map((shop) => ({
    type: 'offline.doubleSpent',
    data: { ...voucherData, merchantId: shop, subsidyMinor, at },
  }))
  const lost = { record, merchantId, terminalId, orderAmountMinor, subsidyMinor, because, borneBy, at }
  return {
    use,
    change: {
      events: [{ type: 'offline.lost', data: { ...voucherData, ...lost, elsewhere: elsewhere.size } }, ...clues],
      postings: lossPostings(voucher.batch, use, owner),
    },
  }
}

function lastRedemption(
  loaded: Loaded,
  { owner, ordinal }: { readonly owner: number; readonly ordinal: number },
  { redemptions }: VoucherState,
): RedemptionState | undefined {
  return redemptions === 0 ? undefined : loaded.get(redemptionRef(owner, ordinal, redemptions - 1))
}

/** A voucher that went round too often is as good as used. */
export function usedUp({ redemptions }: VoucherState) {
  return redemptions >= MAX_REDEMPTIONS ? refused('refund_limit', { limit: MAX_REDEMPTIONS }) : undefined
}
