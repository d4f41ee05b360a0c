import { z } from 'zod'
import { amountMinor, positiveAmountMinor } from '../../values/money-schema.ts'
import { slug, text } from './document-parts.ts'

/**
 * When the shop's own offer applies: `before` the voucher, which then counts what is left; `after` it, so that the voucher
 * counts the full order; `never` together.
 */
const stacking = z.strictObject({ merchantOffer: z.enum(['before', 'after', 'never']) })

/**
 * What a voucher is worth. Spend `thresholdMinor` save `offMinor`; or `percent` of the order up to `capMinor`, from
 * `thresholdMinor` on; or `fixedMinor` off any order; or `exchange` for one item that is settled at an agreed price.
 */
export const terms = z.union([
  z.strictObject({ thresholdMinor: amountMinor, offMinor: positiveAmountMinor, stacking: stacking.optional() }),
  z.strictObject({
    thresholdMinor: amountMinor.default(0 as never),
    percent: z.int().min(1).max(100),
    capMinor: positiveAmountMinor,
    stacking: stacking.optional(),
  }),
  z.strictObject({ fixedMinor: positiveAmountMinor, stacking: stacking.optional() }),
  z.strictObject({
    exchange: z.strictObject({
      item: slug,
      title: text.optional(),
      /** What the sponsor pays the shop for it. */
      settleMinor: positiveAmountMinor,
      /** What the holder adds. */
      customerPaysMinor: amountMinor.default(0 as never),
    }),
  }),
])

export type Terms = z.output<typeof terms>
export type MerchantOffer = z.output<typeof stacking>['merchantOffer']
