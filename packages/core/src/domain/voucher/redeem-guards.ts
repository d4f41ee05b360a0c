import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import type { Decision } from '../../rules/evaluate/decide.ts'
import { isFresh, stepAt } from '../../token/code/code-step.ts'
import { minutesOfDay } from '../../values/calendar.ts'
import type { MerchantState } from '../merchant/merchant-entity.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { rulesOf } from '../programme/compiled-rules.ts'
import type { VoucherBenefit } from '../programme/document-schema.ts'
import { shopOf } from '../till.ts'
import type { Presented } from './presented.ts'
import type { OrderAmounts, OrderShares, TermsRefusal } from './subsidy.ts'
import { shareOrder, thresholdOf } from './subsidy.ts'
import type { VoucherState } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

/** What the guards look at of a redemption. */
export interface Order extends OrderAmounts {
  readonly voucherToken?: string | undefined
  readonly online?: boolean | undefined
  readonly payment?: { readonly amountMinor: number } | undefined
}

type Ctx = Pick<Context<unknown>, 'actor' | 'now' | 'reference'>

export const scopeRefusals = [
  'merchant_unknown',
  'merchant_suspended',
  'merchant_out_of_scope',
  'not_usable_now',
  'position_needed',
  'not_eligible',
] as const

type ScopeRefusal = (typeof scopeRefusals)[number]

/** A code of an earlier state, of a step that is over, or one that was accepted before. */
export function stale(
  presented: Presented,
  voucher: VoucherState,
  ctx: Ctx,
): Refusal<'code_expired' | 'code_early' | 'token_refused'> | undefined {
  const { step, version, late } = presented
  if (late) return refused('token_refused', { reason: 'token_expired' })
  if (step === undefined) {
    return version === voucher.version ? undefined : refused('token_refused', { reason: 'token_version_old' })
  }
  if (version !== voucher.version % 16 || step <= voucher.usedStep) return refused('code_expired')
  const { everySeconds } = termsOf(voucher, ctx.reference).benefit.code
  if (isFresh({ step }, { now: ctx.now, everySeconds })) return undefined
  return step > stepAt(ctx.now, everySeconds) ? refused('code_early', {}, { retryable: true }) : refused('code_expired')
}

/** A shop's word that an order was placed online counts only where the sponsor registered it as selling online. */
export function onlineOrder(input: Order, ctx: Ctx): boolean {
  if (ctx.actor.role === 'partner' || input.voucherToken !== undefined) return true
  return input.online === true && ctx.reference.find(merchantEntity, shopOf(ctx))?.online === true
}

/** A use in the scope of its voucher: where, what rules see of it, and what those for using the voucher said. */
export interface Scope {
  readonly ok: true
  readonly merchant: MerchantState
  readonly facts: Readonly<Record<string, unknown>>
  readonly decision: Decision | undefined
}

export function scopeOf(
  voucher: VoucherState,
  input: Order,
  ctx: Ctx,
  merchantId = shopOf(ctx),
): Scope | Refusal<ScopeRefusal> {
  const merchant = ctx.reference.find(merchantEntity, merchantId)
  if (!merchant) return refused('merchant_unknown', { merchantId })
  if (merchant.status !== 'active') return refused('merchant_suspended')
  const { benefit, document } = termsOf(voucher, ctx.reference)
  const { hours } = benefit.usable
  if (hours && !withinHours(ctx.now, hours, document.timeZone))
    return refused('not_usable_now', { ...hours }, { retryable: true })
  if (benefit.presence === 'atRedemptionToo' && ctx.now >= voucher.presentUntil) {
    return refused('position_needed', {}, { needs: ['position'] })
  }
  const facts = redeemFacts(voucher, merchant, input, ctx)
  const decision = redemptionDecision(voucher, facts, ctx)
  if (!decision || decision.outcome === 'eligible') return { ok: true, merchant, facts, decision }
  const { reasons, needs } = decision
  const aboutShop = reasons.some(({ fact }) => fact.startsWith('merchant.'))
  return refused(aboutShop ? 'merchant_out_of_scope' : 'not_eligible', {}, { reasons, needs })
}

/** What the rules for using a voucher say. Undefined where the sponsor wrote none. */
export function redemptionDecision(
  voucher: Pick<VoucherState, 'programme' | 'programmeVersion' | 'benefit'>,
  facts: Readonly<Record<string, unknown>>,
  { reference, now }: Pick<Ctx, 'reference' | 'now'>,
): Decision | undefined {
  const { document } = termsOf(voucher, reference)
  return rulesOf(document, voucher.benefit).redemption?.evaluate({ session: {}, store: facts }, { now })
}

/** What the store and the till supply to rules at the use of a voucher. */
function redeemFacts(
  voucher: VoucherState,
  merchant: MerchantState,
  input: Order,
  ctx: Ctx,
): Readonly<Record<string, unknown>> {
  const { terms } = termsOf(voucher, ctx.reference).benefit
  return {
    'merchant.merchantId': merchant.merchantId,
    'merchant.industry': merchant.industry,
    'merchant.format': merchant.format,
    'merchant.region': merchant.region,
    'merchant.status': merchant.status,
    'merchant.online': onlineOrder(input, ctx),
    'merchant.position': merchant.position,
    'order.amountMinor': input.orderAmountMinor,
    'order.overThresholdMinor': input.orderAmountMinor - thresholdOf(terms),
    'order.merchantDiscountMinor': input.merchantDiscountMinor ?? 0,
    'order.item': input.item,
    'voucher.secondsSinceClaim': Math.floor((ctx.now - voucher.claimedAt) / 1000),
  }
}

function withinHours(now: number, hours: { readonly from: string; readonly to: string }, zone: string): boolean {
  const minutes = minutesOfDay(now, zone)
  const [from, to] = [hours.from, hours.to].map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
  return minutes >= (from ?? 0) && minutes < (to ?? 1440)
}

/** Who bears what of the order, worked out here from the voucher's terms; and that the payment, if told, was of that amount. */
export function price(
  benefit: VoucherBenefit,
  input: Order,
): ({ readonly ok: true } & OrderShares) | Refusal<TermsRefusal> {
  const shares = shareOrder(benefit.terms, input)
  if (!shares.ok) return shares
  const due = shares.customerPaysMinor
  if (input.payment && input.payment.amountMinor !== due) {
    return refused('payment_mismatch', { expectedMinor: due, actualMinor: input.payment.amountMinor })
  }
  return shares
}
