import { z } from 'zod'
import type { Ids, Reference } from '../../kernel/ports.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { text } from '../programme/document-parts.ts'
import type { MerchantOffer } from '../programme/terms-schema.ts'
import { merchantOfferOf } from './subsidy.ts'
import type { RedemptionState } from './voucher-entity.ts'
import { customerPaysMinor, redemptionEntity } from './voucher-entity.ts'
import { termsOf, titleOf } from './voucher-view.ts'

/** A sponsor writes the shop's name before it, see `redemptionBehind`. */
export const redemptionId = z.string().min(1).max(128)

const lineKinds = ['order', 'merchantOffer', 'subsidy', 'customerPays'] as const

export const receiptView = z.strictObject({
  redemptionId: z.string(),
  benefit: z.string(),
  title: text,
  orderNumber: z.string(),
  orderAmountMinor: z.int(),
  /** What the shop took off itself. */
  merchantDiscountMinor: z.int(),
  subsidyMinor: z.int(),
  customerPaysMinor: z.int(),
  currency: z.string(),
  item: z.string().optional(),
  /** As a till prints them: the order, what was taken off in its order, and the sum, which the customer pays. */
  lines: z.array(z.strictObject({ kind: z.enum(lineKinds), amountMinor: z.int() })),
  at: isoInstant,
})

export function viewReceipt(
  address: { readonly owner: number; readonly n: number },
  redemption: RedemptionState,
  audience: string,
  { ids, reference }: { readonly ids: Ids; readonly reference: Reference },
): z.output<typeof receiptView> {
  const { benefit, document, name } = termsOf(redemption, reference)
  return {
    redemptionId: ids.encode(redemptionEntity, address, audience),
    benefit: `${document.programme}/${name}`,
    title: titleOf(name, benefit),
    orderNumber: redemption.orderNumber,
    orderAmountMinor: redemption.orderAmountMinor,
    merchantDiscountMinor: redemption.merchantDiscountMinor ?? 0,
    subsidyMinor: redemption.subsidyMinor,
    customerPaysMinor: customerPaysMinor(redemption),
    currency: redemption.currency,
    ...(redemption.item === undefined ? {} : { item: redemption.item }),
    lines: linesOf(redemption, merchantOfferOf(benefit.terms)),
    at: toIso(redemption.at),
  }
}

/** The shop's own offer stands where it was reckoned: before or after the sponsor's part. */
function linesOf(redemption: RedemptionState, offer: MerchantOffer): z.output<typeof receiptView>['lines'] {
  const { orderAmountMinor, merchantDiscountMinor = 0, subsidyMinor } = redemption
  const subsidy = { kind: 'subsidy' as const, amountMinor: -subsidyMinor }
  const own = merchantDiscountMinor > 0 ? [{ kind: 'merchantOffer' as const, amountMinor: -merchantDiscountMinor }] : []
  return [
    { kind: 'order' as const, amountMinor: orderAmountMinor },
    ...(offer === 'after' ? [subsidy, ...own] : [...own, subsidy]),
    { kind: 'customerPays' as const, amountMinor: customerPaysMinor(redemption) },
  ]
}
