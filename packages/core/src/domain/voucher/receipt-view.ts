import { z } from 'zod'
import type { Ids, Reference } from '../../kernel/ports.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { text } from '../programme/document-schema.ts'
import type { RedemptionState } from './voucher-entity.ts'
import { redemptionEntity } from './voucher-entity.ts'
import { termsOf, titleOf } from './voucher-view.ts'

/** A sponsor writes the shop's name before it, see `redemptionBehind`. */
export const redemptionId = z.string().min(1).max(128)

export const receiptView = z.strictObject({
  redemptionId: z.string(),
  benefit: z.string(),
  title: text,
  orderNumber: z.string(),
  orderAmountMinor: z.int(),
  subsidyMinor: z.int(),
  customerPaysMinor: z.int(),
  currency: z.string(),
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
    subsidyMinor: redemption.subsidyMinor,
    customerPaysMinor: redemption.orderAmountMinor - redemption.subsidyMinor,
    currency: redemption.currency,
    at: toIso(redemption.at),
  }
}
