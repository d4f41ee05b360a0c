import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { cardRef, placeOf } from './card-entity.ts'
import { placeOfText, serialField } from './card-range.ts'
import { HELD_CARDS_A_PAGE, heldCards } from './card-rows.ts'
import { cardView, viewCard } from './card-view.ts'

/**
 * The holder's cards in order of their serials, void and spent ones too; 200 a page. `nextAfter` is there when more may
 * follow: give it back as `after`.
 */
export const listCards = defineOperation({
  name: 'card.list',
  summary: 'Lists the cards bound to the holder, with balance and state.',
  kind: 'read',
  route: 'GET /v1/cards',
  input: z.strictObject({ after: serialField.optional() }),
  output: z.strictObject({ cards: z.array(cardView), nextAfter: z.string().optional() }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['serial_mistyped'],
  prepare(input, ports): Outcome<number, 'serial_mistyped'> {
    if (input.after === undefined) return accepted(-1)
    const place = placeOfText(input.after, ports)
    return place.ok ? accepted(place.value.serialNumber) : place
  },
  touches: (_input, after, { actor }) => [heldCards(ownerOf(actor), after)],
  touchesNext: (loaded, _input, after, { keys, actor }) =>
    loaded.all(heldCards(ownerOf(actor), after)).map(({ n }) => cardRef(placeOf(keys, actor.tenant, n))),
  decide(loaded, _input, ctx) {
    const { actor, keys, prepared: after } = ctx
    const owner = ownerOf(actor)
    const held = loaded.all(heldCards(owner, after))
    const cards = held.flatMap(({ n }) => {
      const place = placeOf(keys, actor.tenant, n)
      const card = loaded.get(cardRef(place))
      return card?.holder === owner ? [viewCard(place, card, ctx)] : []
    })
    const nextAfter = held.length < HELD_CARDS_A_PAGE ? undefined : cards.at(-1)?.serial
    return accept({ cards, ...(nextAfter === undefined ? {} : { nextAfter }) })
  },
})
