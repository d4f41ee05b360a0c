import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { cardRef } from './card-entity.ts'
import { cardBehind, cardId, cardView, viewCard } from './card-view.ts'

/** What is left on one of the holder's cards. Somebody else's card is as unknown as one that does not exist. */
export const getCardBalance = defineOperation({
  name: 'card.balance',
  summary: 'Shows the holder what is left on one of their cards.',
  kind: 'read',
  route: 'GET /v1/cards/{cardId}',
  input: z.strictObject({ cardId }),
  output: cardView,
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['card_unknown'],
  prepare: (input, ports) => cardBehind(input.cardId, ports),
  touches: (_input, place) => [cardRef(place)],
  decide(loaded, _input, ctx) {
    const card = loaded.get(cardRef(ctx.prepared))
    if (card?.holder !== ownerOf(ctx.actor)) return refuse('card_unknown')
    return accept(viewCard(ctx.prepared, card, ctx))
  },
})
