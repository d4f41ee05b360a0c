import { z } from 'zod'
import { accept, again } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { mintShopCode } from '../../token/shop-code/mint-shop-code.ts'
import { SHOP_CODE_DAYS_AT_MOST } from '../../token/shop-code/shop-code.ts'
import { shopCodeTimes } from '../../token/shop-code/shop-code-times.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { issuerOf } from '../voucher/mint-token.ts'
import { noShopCode, shopCodeRef } from './shop-code-entity.ts'

/**
 * Makes the code that a shop without a till hangs on its wall, and ends the one it had. What it is good for, and up to how
 * much, each programme says (`safeguards.printedCode`); without that word it is good for nothing.
 *
 * Not checked: where the paper hangs. A sticker over it leads the money to another registered shop, never out of the
 * programme, and this shop hears no payment.
 */
export const printShopCode = defineOperation({
  name: 'shopCode.print',
  summary: 'Makes the printed code of a shop that has no till, and ends the one it had before.',
  kind: 'write',
  route: 'POST /v1/merchants/{merchantId}/shop-codes',
  input: z.strictObject({
    merchantId: z.string().min(1).max(64),
    /** Why this shop gets one; it stands in the journal. */
    reason: z.string().min(1).max(500),
    days: z.int().min(1).max(SHOP_CODE_DAYS_AT_MOST).default(365),
  }),
  output: z.strictObject({
    merchantId: z.string(),
    shop: z.string().optional(),
    sheet: z.int(),
    /** The text of the QR code. */
    text: z.string(),
    validUntil: isoInstant,
  }),
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['merchant_unknown', 'merchant_suspended'],
  async prepare({ merchantId, days }, ports) {
    const merchant = ports.reference.find(merchantEntity, merchantId)
    if (!merchant) return refused('merchant_unknown', { merchantId })
    if (merchant.status !== 'active') return refused('merchant_suspended')
    const { keys, now } = ports
    const { tenant } = ports.actor
    const row = shopCodeRef(keys, tenant, merchantId)
    const sheet = ((await ports.read([row])).get(row)?.sheet ?? 0) + 1
    const minted = { keyRing: keys, tenant, issuer: issuerOf(tenant), merchantId, sheet, days, now }
    const { expiresAt: validUntil } = shopCodeTimes(minted)
    return accepted({ sheet, shop: merchant.title, text: await mintShopCode(minted), validUntil })
  },
  touches: ({ merchantId }, _prepared, { keys, actor }) => [shopCodeRef(keys, actor.tenant, merchantId)],
  decide(loaded, { merchantId, reason }, ctx) {
    const { sheet, shop, text, validUntil } = ctx.prepared
    const row = shopCodeRef(ctx.keys, ctx.actor.tenant, merchantId)
    const state = loaded.get(row) ?? noShopCode
    // Somebody else printed one since the row was looked at.
    if (state.sheet !== sheet - 1) return again()
    return accept(
      { merchantId, ...(shop === undefined ? {} : { shop }), sheet, text, validUntil: toIso(validUntil) },
      {
        writes: [write(row, { ...state, sheet })],
        events: [{ type: 'shopCode.printed', data: { merchantId, sheet, reason, validUntil } }],
      },
    )
  },
})
