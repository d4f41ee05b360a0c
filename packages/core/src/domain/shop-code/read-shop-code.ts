import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { noShopCode, shopCodeRef } from './shop-code-entity.ts'
import { shopCodeText } from './shop-code-text.ts'
import { verifiedShopCode } from './verified-shop-code.ts'

/**
 * Tells a holder which registered shop a printed code pays and where that is, before they enter an amount. A view:
 * `shopCode.pay` judges the code again, and only then whether a voucher may be used there.
 *
 * Not checked: that the paper hangs in that shop; that is for the person to see.
 */
export const readShopCode = defineOperation({
  name: 'shopCode.read',
  summary: 'Shows a holder which shop a printed code belongs to, before they pay.',
  kind: 'read',
  route: 'POST /v1/shop-code-readings',
  input: z.strictObject({ shopCode: shopCodeText }),
  output: z.strictObject({
    merchantId: z.string(),
    shop: z.string().optional(),
    /** GB/T 2260. */
    region: z.string(),
  }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['shop_code_refused', 'shop_code_replaced', 'merchant_unknown', 'merchant_suspended'],
  prepare: ({ shopCode }, ports) => verifiedShopCode(shopCode, ports),
  touches: (_input, { merchantId }, { keys, actor }) => [shopCodeRef(keys, actor.tenant, merchantId)],
  decide(loaded, _input, ctx) {
    const { merchantId, sheet } = ctx.prepared
    const state = loaded.get(shopCodeRef(ctx.keys, ctx.actor.tenant, merchantId)) ?? noShopCode
    if (sheet !== state.sheet) return refuse('shop_code_replaced')
    const merchant = ctx.reference.find(merchantEntity, merchantId)
    if (!merchant) return refuse('merchant_unknown', { merchantId })
    if (merchant.status !== 'active') return refuse('merchant_suspended')
    const { title, region } = merchant
    return accept({ merchantId, ...(title === undefined ? {} : { shop: title }), region })
  },
})
