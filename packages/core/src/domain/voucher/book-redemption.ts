import type { EventDraft, Posting } from '../../kernel/decision.ts'
import type { Ref, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { Context } from '../../kernel/ports.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { cohortRef, countIn } from '../batch/batch-entity.ts'
import { committedAccount, payableAccount, returnedAccount } from '../batch/fund-batch.ts'
import type { DecisionRecord } from '../programme/record-decision.ts'
import { takeFromHold } from '../reservation/hold-entity.ts'
import type { RiskJudgement } from '../risk/judge-risk.ts'
import type { VoucherAddress } from './own-voucher.ts'
import type { RedemptionState, VoucherState } from './voucher-entity.ts'
import { paidMinor, redemptionRef, voucherRef } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

/** One sale, already judged: who sold, what it came to, and how the voucher was presented. */
export interface Sale {
  readonly merchantId: string
  readonly terminalId?: string | undefined
  readonly by: string
  readonly byId?: string | undefined
  readonly orderNumber: string
  readonly orderAmountMinor: number
  readonly subsidyMinor: number
  /** The part of it that the voucher could not pay for. Absent: nothing. */
  readonly excludedAmountMinor?: number | undefined
  /** Absent: nothing. */
  readonly merchantDiscountMinor?: number | undefined
  readonly item?: string | undefined
  /** What the risk rules said, where one of them spoke. */
  readonly risk?: RiskJudgement | undefined
  readonly decision?: DecisionRecord | undefined
  /** When it was judged, where that was before it is booked. */
  readonly judgedAt?: number | undefined
  readonly payment?: RedemptionState['payment']
  readonly online: boolean
  readonly channel: 'code' | 'digits' | 'token' | 'challenge' | 'shopCode' | 'offline'
  /** Of a rotating code: no code up to this step works again. */
  readonly step?: number | undefined
}

export interface Booked {
  readonly redemption: RedemptionState
  /** The redemption's row: what its external id stands for. */
  readonly target: { readonly owner: number; readonly n: number }
  readonly change: {
    readonly writes: readonly Write[]
    readonly removes: readonly Ref<unknown>[]
    readonly events: readonly EventDraft[]
    readonly postings: readonly Posting[]
  }
}

/**
 * What using a voucher changes: the voucher, its redemption, its cohort, the sponsor's money.
 *
 * Not checked: anything. State, freshness, scope and price are judged before.
 */
export function bookRedemption(
  { owner, ordinal }: VoucherAddress,
  voucher: VoucherState,
  found: CohortState,
  sale: Sale,
  ctx: Pick<Context<unknown>, 'now' | 'reference'>,
): Booked {
  const { cohort, removes } = takeFromHold(owner, voucher, found)
  const { subsidyMinor, merchantId } = sale
  const redemption = redemptionOf(voucher, ordinal, sale, ctx)
  const { currency } = redemption
  const target = redemptionRef(owner, ordinal, voucher.redemptions)
  const batch = { owner: voucher.batch }
  const used: VoucherState = {
    ...voucher,
    status: 'redeemed',
    version: voucher.version + 1,
    usedStep: sale.step ?? voucher.usedStep,
    redemptions: voucher.redemptions + 1,
    redeemedAt: ctx.now,
    hold: undefined,
  }
  const salesMinor = paidMinor(redemption)
  const counts = { redeemed: 1, committedMinor: -voucher.committedMinor, subsidyMinor, salesMinor }
  return {
    redemption,
    target,
    change: {
      writes: [
        write(voucherRef(owner, ordinal), used),
        write(target, redemption),
        write(cohortRef(voucher.batch, voucher.day, owner), countIn(cohort, counts)),
      ],
      removes,
      events: [
        {
          type: 'voucher.redeemed',
          data: {
            batch: voucher.batch,
            holder: owner,
            voucher: ordinal,
            redemption: target.n,
            merchantId,
            terminalId: sale.terminalId,
            orderNumber: sale.orderNumber,
            orderAmountMinor: sale.orderAmountMinor,
            excludedAmountMinor: sale.excludedAmountMinor || undefined,
            merchantDiscountMinor: redemption.merchantDiscountMinor,
            item: sale.item,
            subsidyMinor,
            programmeVersion: voucher.programmeVersion,
            risk: sale.risk,
            decision: sale.decision,
            judgedAt: sale.judgedAt,
            payment: sale.payment,
            online: sale.online,
            channel: sale.channel,
          },
        },
      ],
      postings: [
        // Beside the holder, whatever row the call came in by.
        { account: committedAccount(batch), amountMinor: -voucher.committedMinor, currency, beside: owner },
        { account: payableAccount(batch, merchantId), amountMinor: subsidyMinor, currency, beside: owner },
        {
          account: returnedAccount(batch),
          amountMinor: voucher.committedMinor - subsidyMinor,
          currency,
          beside: owner,
        },
      ],
    },
  }
}

function redemptionOf(
  voucher: VoucherState,
  ordinal: number,
  sale: Sale,
  { now, reference }: Pick<Context<unknown>, 'now' | 'reference'>,
): RedemptionState {
  return {
    voucher: ordinal,
    batch: voucher.batch,
    merchantId: sale.merchantId,
    terminalId: sale.terminalId,
    by: sale.by,
    byId: sale.byId,
    at: now,
    orderNumber: sale.orderNumber,
    orderAmountMinor: sale.orderAmountMinor,
    merchantDiscountMinor: sale.merchantDiscountMinor || undefined,
    item: sale.item,
    subsidyMinor: sale.subsidyMinor,
    committedMinor: voucher.committedMinor,
    currency: termsOf(voucher, reference).document.currency,
    payment: sale.payment,
    refundedMinor: 0,
    refundedSubsidyMinor: 0,
    programme: voucher.programme,
    programmeVersion: voucher.programmeVersion,
    benefit: voucher.benefit,
  }
}
