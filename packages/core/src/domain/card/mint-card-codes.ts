import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { mintCodes } from '../../token/code/mint-codes.ts'
import { refuseCard } from '../custody/refuse-card.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { codesView, viewCodes } from '../voucher/code-view.ts'
import { batchOf, cardTerms } from './card-batch-entity.ts'
import { cardEntity, cardRef } from './card-entity.ts'
import { cardBehind, cardId } from './card-view.ts'

/** Hands out the code to show now and the next three. Nothing is stored: what a code pays is decided when it is used. */
export const mintCardCodes = defineOperation({
  name: 'card.codes',
  summary: 'Hands the holder the rotating code of a card to show now and the next three.',
  kind: 'read',
  route: 'POST /v1/cards/{cardId}/codes',
  input: z.strictObject({ cardId }),
  output: codesView,
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['card_unknown', 'card_not_activated', 'card_balance_short', 'card_void', 'card_recalled'],
  prepare: (input, ports) => cardBehind(input.cardId, ports),
  touches: (_input, place) => [cardRef(place)],
  decide(loaded, _input, ctx) {
    const { owner, n } = ctx.prepared
    const card = loaded.get(cardRef(ctx.prepared))
    if (card?.holder !== ownerOf(ctx.actor)) return refuse('card_unknown')
    const barred = refuseCard(card, 'showCode', ctx)
    if (barred) return { kind: 'refuse', refusal: barred }
    const { everySeconds } = cardTerms(ctx.reference, batchOf(ctx.reference, card.batch)).benefit.code
    const codes = mintCodes({
      keys: ctx.keys,
      tenant: ctx.actor.tenant,
      form: 'card',
      everySeconds,
      subject: { owner, kind: cardEntity.kind, ordinal: n, version: card.version % 16 },
      now: ctx.now,
    })
    return accept(viewCodes(codes, everySeconds, ctx.now))
  },
})
