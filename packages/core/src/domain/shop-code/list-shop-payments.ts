import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { audienceOf } from '../audience.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { text } from '../programme/document-parts.ts'
import { shopOf } from '../till.ts'
import { redemptionEntity } from '../voucher/voucher-entity.ts'
import type { ShopPayment } from './shop-code-entity.ts'
import { noShopCode, shopCodeRef } from './shop-code-entity.ts'
import { spokenPayment } from './spoken-payment.ts'

/**
 * Payments by the shop's printed code, for the phone or speaker behind its counter: the shop hands over the goods when it
 * hears the number that the customer's phone shows, not when the customer shows a phone.
 */
export const listShopPayments = defineOperation({
  name: 'shopCode.payments',
  summary: 'Shows a shop the payments by its printed code after a number, each with a sentence to be spoken.',
  kind: 'read',
  route: 'GET /v1/shop-code-payments',
  input: z.strictObject({
    /** The `n` of the last one known; 0 for all that are kept. */
    after: z.int().min(0).default(0),
  }),
  output: z.strictObject({
    payments: z.array(
      z.strictObject({
        n: z.int(),
        number: z.string(),
        at: isoInstant,
        orderAmountMinor: z.int(),
        subsidyMinor: z.int(),
        customerPaysMinor: z.int(),
        currency: z.string(),
        /** For a refund. */
        redemptionId: z.string(),
        spoken: text,
      }),
    ),
    /** Ask again after this one. */
    last: z.int(),
  }),
  permits: ['terminal', 'merchant'],
  scope: 'sameMerchant',
  refusals: [],
  touches: (_input, _prepared, ports) => [shopCodeRef(ports.keys, ports.actor.tenant, shopOf(ports))],
  decide(loaded, { after }, ctx) {
    const state = loaded.get(shopCodeRef(ctx.keys, ctx.actor.tenant, shopOf(ctx))) ?? noShopCode
    const view = ({ owner, redemption, at, ...payment }: ShopPayment) => ({
      ...payment,
      at: toIso(at),
      redemptionId: ctx.ids.encode(redemptionEntity, { owner, n: redemption }, audienceOf(ctx.actor)),
      spoken: spokenPayment(payment),
    })
    return accept({ payments: state.newest.filter(({ n }) => n > after).map(view), last: state.payments })
  },
})
