import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { text } from '../programme/document-parts.ts'
import { newestRedemptions, newestVouchers } from '../voucher/newest-rows.ts'
import { termsOf, titleOf } from '../voucher/voucher-view.ts'
import { holderRef, ownerOf } from './holder-entity.ts'

const entry = z.strictObject({
  at: isoInstant,
  kind: z.enum(['claimed', 'redeemed']),
  title: text,
  currency: z.string(),
  /** What the voucher took off. */
  amountMinor: z.int(),
  refundedMinor: z.int(),
  shop: z.string().optional(),
})

const ROWS = 200

/** What happened to the holder's vouchers, newest first. */
export const listHistory = defineOperation({
  name: 'history.list',
  summary: 'Shows the holder what happened to their vouchers: claimed, used where, refunded.',
  kind: 'read',
  route: 'GET /v1/history',
  input: z.strictObject({}),
  output: z.strictObject({ entries: z.array(entry) }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [],
  touches: (_input, _prepared, { actor }) => [holderRef(ownerOf(actor))],
  touchesNext: (loaded, _input, _prepared, { actor }) => [
    newestVouchers(loaded, ownerOf(actor), ROWS),
    newestRedemptions(loaded, ownerOf(actor), ROWS),
  ],
  decide(loaded, _input, ctx) {
    const owner = ownerOf(ctx.actor)
    const claims = loaded.all(newestVouchers(loaded, owner, ROWS)).map(({ state }) => {
      const { benefit, document, name } = termsOf(state, ctx.reference)
      return {
        at: state.claimedAt,
        kind: 'claimed' as const,
        title: titleOf(name, benefit),
        currency: document.currency,
        amountMinor: state.committedMinor,
        refundedMinor: 0,
      }
    })
    const uses = loaded.all(newestRedemptions(loaded, owner, ROWS)).map(({ state }) => {
      const { benefit, name } = termsOf(state, ctx.reference)
      const shop = ctx.reference.find(merchantEntity, state.merchantId)
      return {
        at: state.at,
        kind: 'redeemed' as const,
        title: titleOf(name, benefit),
        currency: state.currency,
        amountMinor: state.subsidyMinor,
        refundedMinor: state.refundedMinor,
        shop: shop?.title ?? state.merchantId,
      }
    })
    const entries = [...claims, ...uses].sort((a, b) => b.at - a.at).slice(0, ROWS)
    return accept({ entries: entries.map((each) => ({ ...each, at: toIso(each.at) })) })
  },
})
