import { z } from 'zod'
import { amountMinor, positiveAmountMinor } from '../../values/money-schema.ts'
import { slug } from '../programme/document-parts.ts'
import { orderNumber } from './mint-token.ts'

export const payment = z.strictObject({
  acquirer: z.string().min(1).max(64),
  merchantNo: z.string().min(1).max(64),
  terminalNo: z.string().min(1).max(64),
  reference: z.string().min(1).max(64),
  amountMinor,
})

/** What a shop sends of a sale. */
export const saleInput = {
  /** A rotating code, or twelve digits that were dictated. */
  code: z.string().min(1).max(64).optional(),
  voucherToken: z.string().min(1).max(4096).optional(),
  orderNumber,
  orderAmountMinor: positiveAmountMinor,
  /** The part of the order that is for goods the voucher may not pay for. */
  excludedAmountMinor: amountMinor.optional(),
  /** What the shop takes off the order itself; the terms say whether and when it goes with the voucher. */
  merchantDiscountMinor: amountMinor.optional(),
  /** What is exchanged, where the voucher is for one item. */
  item: slug.optional(),
  payment: payment.optional(),
  /** Whether the order was placed online; a partner's always was, a shop's only if it is registered as selling online. */
  online: z.boolean().optional(),
}

export const eitherCodeOrToken = [
  (input: { readonly code?: string | undefined; readonly voucherToken?: string | undefined }) =>
    (input.code === undefined) !== (input.voucherToken === undefined),
  'give either code or voucherToken',
] as const
