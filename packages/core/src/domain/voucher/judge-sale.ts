import { principalOf } from '../../kernel/actor.ts'
import type { Change } from '../../kernel/decision.ts'
import { again, refuse } from '../../kernel/decision.ts'
import type { Loaded, Touch, Write } from '../../kernel/entity.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { cohortRef, emptyCohort } from '../batch/batch-entity.ts'
import { deviceRef } from '../device/device-entity.ts'
import { overDevicelessCap } from '../device/require-proof.ts'
import { digitsRef, digitTriesRef } from '../digits/digits-entity.ts'
import type { Entered } from '../digits/enter-digits.ts'
import { digitsRefusals, enterDigits } from '../digits/enter-digits.ts'
import { counterTouches } from '../facts/counter.ts'
import type { VoucherBenefit } from '../programme/document-schema.ts'
import { riskRefusals } from '../risk/decline-by-risk.ts'
import { isIdentifiedForUse } from '../risk/identity-check.ts'
import { shopOf, tillOf } from '../till.ts'
import type { Sale } from './book-redemption.ts'
import type { PreparedRedemption } from './judge-redemption.ts'
import { holderTouches, judgeRedemption } from './judge-redemption.ts'
import type { VoucherAddress } from './own-voucher.ts'
import type { Presented, PresentedDigits } from './presented.ts'
import { presentedRefusals } from './presented.ts'
import type { Order } from './redeem-guards.ts'
import { onlineOrder, price, scopeOf, scopeRefusals, stale } from './redeem-guards.ts'
import { refuseByStatus, statusRefusals } from './refuse-by-status.ts'
import type { VoucherState } from './voucher-entity.ts'
import { effectiveStatus, MAX_REDEMPTIONS, voucherRef } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

/** Why an order may not be paid with a voucher, whoever presents it and however. */
export const orderRefusals = [
  ...scopeRefusals,
  'below_threshold',
  'goods_excluded',
  'stacking_refused',
  'item_mismatch',
  'payment_mismatch',
  ...riskRefusals,
  'refund_limit',
] as const

export const saleRefusals = [
  ...new Set([...presentedRefusals, ...digitsRefusals]),
  ...statusRefusals,
  ...orderRefusals,
  'voucher_unknown',
  'device_needed',
  'code_expired',
  'code_early',
] as const

/** A sale that may be made. */
export interface Judged {
  readonly kind: 'judged'
  readonly address: VoucherAddress
  readonly voucher: VoucherState
  readonly cohort: CohortState
  readonly benefit: VoucherBenefit
  readonly sale: Omit<Sale, 'payment'>
  /** What it changes besides: digits are used, and risk rules count the sale. */
  readonly writes: readonly Write[]
  /** What a refusal for yet another reason must leave behind: digits belong to this till now. */
  readonly binding: Change
}

function addressIn(prepared: Presented | PresentedDigits): VoucherAddress | undefined {
  return prepared.digits ? prepared.address : prepared
}

/** Digits are found again by a retry as long as they are typed the same: their bucket comes first. */
export function saleTouches(prepared: PreparedRedemption, ports: Ports): Touch[] {
  const address = addressIn(prepared)
  const shop = counterTouches(prepared.counters.shop, { merchantId: shopOf(ports), now: ports.now })
  const rows = [...(address ? [voucherRef(address.owner, address.ordinal)] : []), ...shop]
  if (!prepared.digits) return rows
  return [digitsRef(prepared.digits), digitTriesRef(ports.keys, ports.actor.tenant, tillOf(ports)), ...rows]
}

/** The rows that only the voucher names, with the operation's own; none for a voucher that is unknown. */
export function saleTouchesNext(
  loaded: Loaded,
  prepared: PreparedRedemption,
  ownTouches: (address: VoucherAddress, voucher: VoucherState) => readonly Touch[],
): Touch[] {
  const address = addressIn(prepared)
  const voucher = address && loaded.get(voucherRef(address.owner, address.ordinal))
  if (!address || !voucher) return []
  return [
    cohortRef(voucher.batch, voucher.day, address.owner),
    deviceRef(address.owner),
    ...ownTouches(address, voucher),
    ...holderTouches(prepared.counters, address.owner, voucher),
  ]
}

/** The sale a shop asks for: state, freshness, scope, price and risk, in this order; nothing the shop sends can raise the price. */
export function judgeSale(
  loaded: Loaded,
  order: Order & { readonly orderNumber: string },
  event: 'redeem' | 'reserve',
  ctx: Context<PreparedRedemption>,
) {
  const { prepared } = ctx
  if (!prepared.digits) return judge(loaded, order, event, prepared, ctx)
  const entered = enterDigits(loaded, prepared.digits, tillOf(ctx), ctx)
  if (entered.kind !== 'entered') return entered
  const { owner, ordinal, version } = entered.entry
  // They were handed out for another voucher since they were looked up.
  if (prepared.address?.owner !== owner || prepared.address.ordinal !== ordinal) return again()
  return judge(loaded, order, event, { owner, ordinal, version, step: undefined, late: false }, ctx, entered)
}

function judge(
  loaded: Loaded,
  order: Order & { readonly orderNumber: string },
  event: 'redeem' | 'reserve',
  presented: Presented,
  ctx: Context<PreparedRedemption>,
  entered?: Entered,
) {
  const { owner, ordinal, step } = presented
  const voucher = loaded.get(voucherRef(owner, ordinal))
  if (!voucher) return refuse('voucher_unknown')
  const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
  const binding: Change = { writes: entered?.binding ?? [] }
  const barred =
    refuseByStatus(voucher, effectiveStatus(voucher, cohort, ctx), event) ??
    (entered ? lapsed(entered, voucher.version, ctx.now) : stale(presented, voucher, ctx))
  if (barred) return { kind: 'refuse' as const, refusal: barred, change: binding }
  const scope = scopeOf(voucher, order, ctx)
  if (!scope.ok) return { kind: 'refuse' as const, refusal: scope, change: binding }
  if (voucher.redemptions >= MAX_REDEMPTIONS) return refuse('refund_limit', { limit: MAX_REDEMPTIONS }, {}, binding)
  const { benefit } = termsOf(voucher, ctx.reference)
  const priced = price(benefit, order)
  if (!priced.ok) return { kind: 'refuse' as const, refusal: priced, change: binding }
  const capped = overDevicelessCap(loaded, { owner, benefit, subsidyMinor: priced.subsidyMinor }, ctx.now)
  if (capped) return { kind: 'refuse' as const, refusal: capped, change: binding }
  const { subsidyMinor } = priced
  const isIdentifiedAnew = () => isIdentifiedForUse(loaded, owner, ctx.now)
  const use = { owner, voucher, order, scope, subsidyMinor, isIdentifiedAnew, writes: binding.writes ?? [] }
  const risked = judgeRedemption(loaded, use, ctx)
  if (risked === undefined) return again()
  if (risked.declined) return risked.declined
  const { actor } = ctx
  const judged: Judged = {
    kind: 'judged',
    address: { owner, ordinal },
    voucher,
    cohort,
    benefit,
    sale: {
      ...tillOf(ctx),
      by: principalOf(actor),
      // A partner is a system: whoever of its people refunds is its own affair.
      byId: actor.role === 'partner' ? undefined : actor.id,
      orderNumber: order.orderNumber,
      orderAmountMinor: order.orderAmountMinor,
      excludedAmountMinor: order.excludedAmountMinor,
      subsidyMinor: priced.subsidyMinor,
      merchantDiscountMinor: priced.merchantDiscountMinor,
      item: order.item,
      risk: risked.risk,
      decision: risked.record,
      online: onlineOrder(order, ctx),
      channel: entered ? 'digits' : step === undefined ? 'token' : 'code',
      step,
    },
    writes: [...(entered?.using ?? []), ...risked.writes],
    binding,
  }
  return judged
}

/** Digits are good for ninety seconds, and for the voucher as it was when they were made. */
function lapsed({ entry }: Entered, version: number, now: number) {
  return now >= entry.expiresAt || entry.version !== version ? refused('code_expired') : undefined
}

/**
 * Whether the programme wants the holder to confirm shop and amount for this much. An order placed online was confirmed
 * where the token was asked for.
 */
export function needsConfirmation({ benefit, sale }: Pick<Judged, 'benefit' | 'sale'>): boolean {
  const { confirmFromMinor } = benefit.safeguards
  return confirmFromMinor !== undefined && sale.subsidyMinor >= confirmFromMinor && sale.channel !== 'token'
}
