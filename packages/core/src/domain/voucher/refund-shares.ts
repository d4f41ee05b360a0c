import { splitByLargestRemainder } from '../../values/split.ts'

export interface RefundShares {
  readonly toCustomerMinor: number
  readonly toSponsorMinor: number
}

/**
 * How a refund of an order divides between the customer, who paid part of it, and the sponsor, who paid the rest: in
 * proportion, to the fen, so that refunds in pieces add up to what one refund of the whole would have given.
 *
 * @param order.paidMinor what both paid together, the shop's own offer taken off; `subsidyMinor` of it was the sponsor's.
 * @param refundedMinor order money returned before.
 * @param amountMinor order money returned now; not more than is left.
 */
export function refundShares(
  order: { readonly paidMinor: number; readonly subsidyMinor: number },
  refundedMinor: number,
  amountMinor: number,
): RefundShares {
  const sponsorUpTo = (total: number) => {
    const [sponsor = 0] = splitByLargestRemainder(total, [order.subsidyMinor, order.paidMinor - order.subsidyMinor])
    return sponsor
  }
  // The difference of running totals, not a share of each piece: rounding then never adds up to a missing fen.
  const toSponsorMinor = sponsorUpTo(refundedMinor + amountMinor) - sponsorUpTo(refundedMinor)
  return { toSponsorMinor, toCustomerMinor: amountMinor - toSponsorMinor }
}
