import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Context } from '../../kernel/ports.ts'
import { batchOf, cardTerms } from '../card/card-batch-entity.ts'
import { cardRef, placeOf } from '../card/card-entity.ts'
import { heldCards, spendsOfCard } from '../card/card-rows.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { text } from '../programme/document-parts.ts'
import { newestRedemptions, newestVouchers } from '../voucher/newest-rows.ts'
import { termsOf, titleOf } from '../voucher/voucher-view.ts'
import { holderRef, ownerOf } from './holder-entity.ts'

const entry = z.strictObject({
  at: isoInstant,
  kind: z.enum(['claimed', 'redeemed', 'spent']),
  title: text,
  currency: z.string(),
  /** What the voucher took off, or the card paid. */
  amountMinor: z.int(),
  refundedMinor: z.int(),
  shop: z.string().optional(),
})

const ROWS = 200

/** What happened to the holder's vouchers and was paid with the cards they hold now, newest first. */
export const listHistory = defineOperation({
  name: 'history.list',
  summary: 'Shows the holder what happened: vouchers claimed, used where, refunded; what their cards paid.',
  kind: 'read',
  route: 'GET /v1/history',
  input: z.strictObject({}),
  output: z.strictObject({ entries: z.array(entry) }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [],
  touches: (_input, _prepared, { actor }) => [holderRef(ownerOf(actor)), heldCards(ownerOf(actor), -1)],
  touchesNext: (loaded, _input, _prepared, { actor, keys }) => [
    newestVouchers(loaded, ownerOf(actor), ROWS),
    newestRedemptions(loaded, ownerOf(actor), ROWS),
    ...loaded.all(heldCards(ownerOf(actor), -1)).flatMap(({ n }) => {
      const place = placeOf(keys, actor.tenant, n)
      return [cardRef(place), spendsOfCard(place)]
    }),
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
    const entries = [...claims, ...uses, ...spendsOf(loaded, owner, ctx)].sort((a, b) => b.at - a.at).slice(0, ROWS)
    return accept({ entries: entries.map((each) => ({ ...each, at: toIso(each.at) })) })
  },
})

/** What the holder's cards paid since they were bound; who held a card before has no business here. */
function spendsOf(loaded: Loaded, owner: number, { actor, keys, reference }: Context<unknown>) {
  return loaded.all(heldCards(owner, -1)).flatMap(({ n }) => {
    const place = placeOf(keys, actor.tenant, n)
    const card = loaded.get(cardRef(place))
    if (card?.holder !== owner) return []
    const { benefit, name } = cardTerms(reference, batchOf(reference, card.batch))
    return loaded
      .all(spendsOfCard(place))
      .filter(({ state }) => state.card === place.serialNumber && state.at >= (card.boundAt ?? 0))
      .map(({ state }) => ({
        at: state.at,
        kind: 'spent' as const,
        title: titleOf(name, benefit),
        currency: state.currency,
        amountMinor: state.amountMinor,
        refundedMinor: 0,
        shop: reference.find(merchantEntity, state.merchantId)?.title ?? state.merchantId,
      }))
  })
}
