import { z } from 'zod'
import { principalOf } from '../../kernel/actor.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Context } from '../../kernel/ports.ts'
import { amountMinor, positiveAmountMinor } from '../../values/money-schema.ts'
import { audienceOf } from '../audience.ts'
import { cohortRef, countIn, emptyCohort } from '../batch/batch-entity.ts'
import { committedAccount, payableAccount, returnedAccount } from '../batch/fund-batch.ts'
import { orderNumber } from './mint-token.ts'
import { presentedRefusals, readPresented } from './presented.ts'
import { receiptView, viewReceipt } from './receipt-view.ts'
import { onlineOrder, outOfScope, price, shopOf, stale } from './redeem-guards.ts'
import { refuseByStatus, statusRefusals } from './refuse-by-status.ts'
import type { RedemptionState, VoucherState } from './voucher-entity.ts'
import { effectiveStatus, MAX_REDEMPTIONS, redemptionRef, voucherRef } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

const payment = z.strictObject({
  acquirer: z.string().min(1).max(64),
  merchantNo: z.string().min(1).max(64),
  terminalNo: z.string().min(1).max(64),
  reference: z.string().min(1).max(64),
  amountMinor,
})

const RedeemInput = z
  .strictObject({
    code: z.string().min(1).max(64).optional(),
    voucherToken: z.string().min(1).max(4096).optional(),
    orderNumber,
    orderAmountMinor: positiveAmountMinor,
    /** The part of the order that is for goods the voucher may not pay for. */
    excludedAmountMinor: amountMinor.optional(),
    payment: payment.optional(),
    /** Whether the order was placed online; a partner's always was, a shop's only if it is registered as selling online. */
    online: z.boolean().optional(),
  })
  .refine(
    (input) => (input.code === undefined) !== (input.voucherToken === undefined),
    'give either code or voucherToken',
  )

export type RedeemInput = z.output<typeof RedeemInput>

/**
 * Uses a voucher at a shop, once. State first: a used voucher is refused as used whatever its code says. The amount the
 * sponsor pays follows from the terms the voucher was claimed under; nothing the shop sends can raise it.
 *
 * Not checked: that the payment took place. Give its reference, and reconcile it with the acquirer's daily file.
 */
export const redeemVoucher = defineOperation({
  name: 'voucher.redeem',
  summary: 'A shop uses a customer’s voucher by its code, or a partner by its token, for one order; once.',
  kind: 'write',
  route: 'POST /v1/redemptions',
  input: RedeemInput,
  output: receiptView,
  permits: ['terminal', 'merchant', 'partner'],
  scope: 'sameMerchant',
  refusals: [
    ...presentedRefusals,
    ...statusRefusals,
    'voucher_unknown',
    'code_expired',
    'code_early',
    'merchant_unknown',
    'merchant_suspended',
    'merchant_out_of_scope',
    'not_usable_now',
    'position_needed',
    'below_threshold',
    'goods_excluded',
    'payment_mismatch',
    'refund_limit',
  ],
  prepare: (input, ports) => readPresented(input, ports),
  touches: (_input, { owner, ordinal }) => [voucherRef(owner, ordinal)],
  touchesNext(loaded, _input, { owner, ordinal }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return []
    return [cohortRef(voucher.batch, voucher.day, owner), redemptionRef(owner, ordinal, voucher.redemptions)]
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const barred =
      refuseByStatus(voucher, effectiveStatus(voucher, cohort, ctx.now), 'redeem') ??
      stale(ctx.prepared, voucher, ctx) ??
      outOfScope(voucher, input, ctx)
    if (barred) return { kind: 'refuse', refusal: barred }
    if (voucher.redemptions >= MAX_REDEMPTIONS) return refuse('refund_limit', { limit: MAX_REDEMPTIONS })
    const { benefit } = termsOf(voucher, ctx.reference)
    const priced = price(benefit, input)
    if (!priced.ok) return { kind: 'refuse', refusal: priced }
    const { subsidyMinor } = priced

    const redemption = redemptionOf(voucher, ordinal, input, subsidyMinor, ctx)
    const { merchantId, currency } = redemption
    const target = redemptionRef(owner, ordinal, voucher.redemptions)
    const batch = { owner: voucher.batch }
    return accept(viewReceipt({ owner, n: target.n }, redemption, audienceOf(ctx.actor), ctx), {
      writes: [
        write(voucherRef(owner, ordinal), {
          ...voucher,
          status: 'redeemed',
          version: voucher.version + 1,
          usedStep: ctx.prepared.step ?? voucher.usedStep,
          redemptions: voucher.redemptions + 1,
          redeemedAt: ctx.now,
        }),
        write(target, redemption),
        write(
          cohortRef(voucher.batch, voucher.day, owner),
          countIn(cohort, {
            redeemed: 1,
            committedMinor: -voucher.committedMinor,
            subsidyMinor,
            salesMinor: input.orderAmountMinor,
          }),
        ),
      ],
      events: [
        {
          type: 'voucher.redeemed',
          data: {
            batch: voucher.batch,
            holder: owner,
            voucher: ordinal,
            redemption: target.n,
            merchantId,
            terminalId: ctx.actor.terminalId,
            orderNumber: input.orderNumber,
            orderAmountMinor: input.orderAmountMinor,
            subsidyMinor,
            payment: input.payment,
            online: onlineOrder(input, ctx),
          },
        },
      ],
      postings: [
        { account: committedAccount(batch), amountMinor: -voucher.committedMinor, currency },
        { account: payableAccount(batch, merchantId), amountMinor: subsidyMinor, currency },
        { account: returnedAccount(batch), amountMinor: voucher.committedMinor - subsidyMinor, currency },
      ],
    })
  },
})

function redemptionOf(
  voucher: VoucherState,
  ordinal: number,
  input: RedeemInput,
  subsidyMinor: number,
  ctx: Pick<Context<unknown>, 'actor' | 'now' | 'reference'>,
): RedemptionState {
  const { actor, now } = ctx
  return {
    voucher: ordinal,
    batch: voucher.batch,
    merchantId: shopOf(ctx),
    terminalId: actor.terminalId,
    by: principalOf(actor),
    // A partner is a system: whoever of its people refunds is its own affair.
    byId: actor.role === 'partner' ? undefined : actor.id,
    at: now,
    orderNumber: input.orderNumber,
    orderAmountMinor: input.orderAmountMinor,
    subsidyMinor,
    committedMinor: voucher.committedMinor,
    currency: termsOf(voucher, ctx.reference).document.currency,
    payment: input.payment,
    refundedMinor: 0,
    refundedSubsidyMinor: 0,
    programme: voucher.programme,
    programmeVersion: voucher.programmeVersion,
    benefit: voucher.benefit,
  }
}
