import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { MerchantOffer, Terms } from '../programme/terms-schema.ts'

/** What a till says of an order, in minor units. */
export interface OrderAmounts {
  /** All goods at the shop's prices, before anything is taken off. */
  readonly orderAmountMinor: number
  /** The part of it that the voucher may not pay for. */
  readonly excludedAmountMinor?: number | undefined
  /** What the shop takes off itself. */
  readonly merchantDiscountMinor?: number | undefined
  /** What is exchanged for the voucher; of vouchers for money it decides nothing here. */
  readonly item?: string | undefined
}

/** Who bears what of an order: the three parts add up to `orderAmountMinor`, to the fen. */
export interface OrderShares {
  readonly merchantDiscountMinor: number
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
}

export type TermsRefusal =
  | 'below_threshold'
  | 'goods_excluded'
  | 'payment_mismatch'
  | 'stacking_refused'
  | 'item_mismatch'

/** The most a voucher under these terms can cost: so much is set aside for it. */
export function maxSubsidyMinor(terms: Terms): number {
  if ('exchange' in terms) return terms.exchange.settleMinor
  if ('fixedMinor' in terms) return terms.fixedMinor
  return 'offMinor' in terms ? terms.offMinor : terms.capMinor
}

/** The least that counts as an order; an exchange asks for the agreed price. */
export function thresholdOf(terms: Terms): number {
  if ('exchange' in terms) return terms.exchange.settleMinor + terms.exchange.customerPaysMinor
  return 'thresholdMinor' in terms ? terms.thresholdMinor : 0
}

/** When the shop's own offer applies; where the terms say nothing, first: the sponsor adds to what is really paid. */
export function merchantOfferOf(terms: Terms): MerchantOffer {
  return ('stacking' in terms ? terms.stacking?.merchantOffer : undefined) ?? 'before'
}

/**
 * Divides an order between the shop, the sponsor and the customer by the terms of a voucher. The sponsor never pays more than the
 * terms' maximum, nor more than is left of the goods that count once the shop's own offer is taken off: nobody gets change.
 *
 * @param order whole minor units, none below 0
 */
export function shareOrder(
  terms: Terms,
  order: OrderAmounts,
): ({ readonly ok: true } & OrderShares) | Refusal<TermsRefusal> {
  const { orderAmountMinor, excludedAmountMinor = 0, merchantDiscountMinor = 0 } = order
  for (const part of [excludedAmountMinor, merchantDiscountMinor]) {
    if (part > orderAmountMinor)
      return refused('payment_mismatch', { expectedMinor: orderAmountMinor, actualMinor: part })
  }
  if ('exchange' in terms) return shareExchange(terms.exchange, order)
  const offer = merchantOfferOf(terms)
  if (offer === 'never' && merchantDiscountMinor > 0) return refused('stacking_refused')
  const subsidyMinor = subsidyOf(terms, offer, orderAmountMinor - excludedAmountMinor, merchantDiscountMinor)
  if (subsidyMinor === undefined) {
    const withAll = subsidyOf(terms, offer, orderAmountMinor, merchantDiscountMinor)
    if (withAll !== undefined) return refused('goods_excluded')
    const gone = offer === 'before' ? merchantDiscountMinor : 0
    return belowThreshold(thresholdOf(terms), orderAmountMinor - excludedAmountMinor - gone)
  }
  return {
    ok: true,
    merchantDiscountMinor,
    subsidyMinor,
    customerPaysMinor: orderAmountMinor - merchantDiscountMinor - subsidyMinor,
  }
}

type Amounts = Exclude<Terms, { exchange: unknown }>

/** Undefined where the threshold is not reached, or nothing is left to pay for. */
function subsidyOf(
  terms: Amounts,
  offer: MerchantOffer,
  goodsMinor: number,
  discountMinor: number,
): number | undefined {
  const leftMinor = goodsMinor - discountMinor
  const countedMinor = offer === 'after' ? goodsMinor : leftMinor
  if (leftMinor <= 0 || countedMinor < thresholdOf(terms)) return undefined
  return Math.min(offOf(terms, countedMinor), leftMinor)
}

function offOf(terms: Amounts, countedMinor: number): number {
  if ('fixedMinor' in terms) return terms.fixedMinor
  if ('offMinor' in terms) return terms.offMinor
  return Math.min(terms.capMinor, Number((BigInt(countedMinor) * BigInt(terms.percent)) / 100n))
}

/** The shop gets the agreed price, whatever stands on its own list: what that has above it, the shop bears itself. */
function shareExchange(
  { item, settleMinor, customerPaysMinor }: Extract<Terms, { exchange: unknown }>['exchange'],
  order: OrderAmounts,
): ({ readonly ok: true } & OrderShares) | Refusal<TermsRefusal> {
  const { orderAmountMinor, excludedAmountMinor = 0, merchantDiscountMinor = 0 } = order
  if (order.item !== item) return refused('item_mismatch', { item })
  if (excludedAmountMinor > 0) return refused('goods_excluded')
  const agreedMinor = settleMinor + customerPaysMinor
  if (orderAmountMinor - merchantDiscountMinor < agreedMinor) {
    return belowThreshold(agreedMinor, orderAmountMinor - merchantDiscountMinor)
  }
  return {
    ok: true,
    merchantDiscountMinor: orderAmountMinor - agreedMinor,
    subsidyMinor: settleMinor,
    customerPaysMinor,
  }
}

function belowThreshold(thresholdMinor: number, countedMinor: number): Refusal<'below_threshold'> {
  const minMinor = Math.max(thresholdMinor, 1)
  const gapMinor = Math.max(minMinor - countedMinor, 1)
  return refused('below_threshold', { min: plain(minMinor), gap: plain(gapMinor), minMinor, gapMinor })
}

/** `10000` → `100`, `9950` → `99.50`: the sentence names the unit. */
function plain(amountMinor: number): string {
  const fen = String(amountMinor % 100).padStart(2, '0')
  return `${Math.floor(amountMinor / 100)}${fen === '00' ? '' : `.${fen}`}`
}
