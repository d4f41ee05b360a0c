import { z } from 'zod'
import { principalOf } from '../../kernel/actor.ts'
import type { Change } from '../../kernel/decision.ts'
import { accept, again, refuse } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import { amountMinor, positiveAmountMinor } from '../../values/money-schema.ts'
import { audienceOf } from '../audience.ts'
import { cohortRef, emptyCohort } from '../batch/batch-entity.ts'
import { digitsRef, digitTriesRef } from '../digits/digits-entity.ts'
import type { Entered } from '../digits/enter-digits.ts'
import { digitsRefusals, enterDigits, tillName } from '../digits/enter-digits.ts'
import { bookRedemption } from './book-redemption.ts'
import { orderNumber } from './mint-token.ts'
import type { VoucherAddress } from './own-voucher.ts'
import type { Presented, PresentedDigits } from './presented.ts'
import { presentedRefusals, readPresented } from './presented.ts'
import { receiptView, viewReceipt } from './receipt-view.ts'
import { onlineOrder, outOfScope, price, shopOf, stale } from './redeem-guards.ts'
import { refuseByStatus, statusRefusals } from './refuse-by-status.ts'
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
    /** A rotating code, or twelve digits that were dictated. */
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
    ...new Set([...presentedRefusals, ...digitsRefusals]),
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
  // Digits are found again by a retry as long as they are typed the same: their bucket comes first.
  touches(_input, prepared, ports) {
    const address = addressIn(prepared)
    const voucher = address ? [voucherRef(address.owner, address.ordinal)] : []
    if (!prepared.digits) return voucher
    const till = tillName({ merchantId: shopOf(ports), terminalId: ports.actor.terminalId })
    return [digitsRef(prepared.digits), digitTriesRef(ports.keys, ports.actor.tenant, till), ...voucher]
  },
  touchesNext(loaded, _input, prepared) {
    const address = addressIn(prepared)
    const voucher = address && loaded.get(voucherRef(address.owner, address.ordinal))
    if (!address || !voucher) return []
    const { owner, ordinal } = address
    return [cohortRef(voucher.batch, voucher.day, owner), redemptionRef(owner, ordinal, voucher.redemptions)]
  },
  decide(loaded, input, ctx) {
    const { prepared } = ctx
    if (!prepared.digits) return redeem(loaded, input, prepared, ctx)
    const entered = enterDigits(
      loaded,
      prepared.digits,
      { merchantId: shopOf(ctx), terminalId: ctx.actor.terminalId },
      ctx,
    )
    if (entered.kind !== 'entered') return entered
    const { owner, ordinal, version } = entered.entry
    // They were handed out for another voucher since they were looked up.
    if (prepared.address?.owner !== owner || prepared.address.ordinal !== ordinal) return again()
    return redeem(loaded, input, { owner, ordinal, version, step: undefined, late: false }, ctx, entered)
  },
})

function addressIn(prepared: Presented | PresentedDigits): VoucherAddress | undefined {
  return prepared.digits ? prepared.address : prepared
}

function redeem(loaded: Loaded, input: RedeemInput, presented: Presented, ctx: Context<unknown>, entered?: Entered) {
  const { owner, ordinal } = presented
  const voucher = loaded.get(voucherRef(owner, ordinal))
  if (!voucher) return refuse('voucher_unknown')
  const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
  const binding: Change = { writes: entered?.binding ?? [] }
  const barred =
    refuseByStatus(voucher, effectiveStatus(voucher, cohort, ctx.now), 'redeem') ??
    (entered ? lapsed(entered, voucher.version, ctx.now) : stale(presented, voucher, ctx)) ??
    outOfScope(voucher, input, ctx)
  if (barred) return { kind: 'refuse' as const, refusal: barred, change: binding }
  if (voucher.redemptions >= MAX_REDEMPTIONS) return refuse('refund_limit', { limit: MAX_REDEMPTIONS }, {}, binding)
  const priced = price(termsOf(voucher, ctx.reference).benefit, input)
  if (!priced.ok) return { kind: 'refuse' as const, refusal: priced, change: binding }
  const { actor } = ctx
  const { redemption, target, change } = bookRedemption(
    { owner, ordinal },
    voucher,
    cohort,
    {
      ...input,
      merchantId: shopOf(ctx),
      terminalId: actor.terminalId,
      by: principalOf(actor),
      // A partner is a system: whoever of its people refunds is its own affair.
      byId: actor.role === 'partner' ? undefined : actor.id,
      subsidyMinor: priced.subsidyMinor,
      online: onlineOrder(input, ctx),
      channel: entered ? 'digits' : presented.step === undefined ? 'token' : 'code',
      step: presented.step,
    },
    ctx,
  )
  return accept(viewReceipt(target, redemption, audienceOf(actor), ctx), {
    ...change,
    writes: [...change.writes, ...(entered?.using ?? [])],
  })
}

/** Digits are good for ninety seconds, and for the voucher as it was when they were made. */
function lapsed({ entry }: Entered, version: number, now: number) {
  return now >= entry.expiresAt || entry.version !== version ? refused('code_expired') : undefined
}
