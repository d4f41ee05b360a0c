import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { refuseCard } from '../custody/refuse-card.ts'
import { batchOf } from './card-batch-entity.ts'
import type { CardPlace, CardState } from './card-entity.ts'
import { cardRef, fundOf, printedSerial, spentOf } from './card-entity.ts'
import { CardBooks } from './card-figures.ts'
import { byBlock, placeOfText, reasonField, serialField } from './card-range.ts'
import { heldCardRef } from './card-rows.ts'
import type { CardStack } from './card-stack.ts'
import { hasMoved, readStack, stackTouches } from './card-stack.ts'
import { donationRef } from './donation.ts'

export interface Prepared {
  readonly place: CardPlace
  readonly card: CardState
  readonly stack: CardStack
}

/**
 * Takes an activation back while nothing was spent: the card returns to the station's stock, unbound, and the donation
 * gets its face value back, once. For an aborted donation or a wrong card. A spare that stands for a lost card cannot go
 * back to being a spare.
 */
export const reverseActivation = defineOperation({
  name: 'card.reverseActivation',
  summary: 'Takes back the activation of a card of the staff’s own station, while nothing of it was spent.',
  kind: 'write',
  route: 'POST /v1/cards/reversals',
  input: z.strictObject({ serial: serialField, reason: reasonField }),
  output: z.strictObject({ serial: z.string(), state: z.literal('stored'), returnedMinor: z.int() }),
  permits: ['staff'],
  scope: 'sameStation',
  refusals: [
    'serial_mistyped',
    'card_unknown',
    'card_not_activated',
    'card_partly_spent',
    'card_void',
    'card_recalled',
    'card_state_wrong',
  ],
  async prepare(input, ports): Promise<Outcome<Prepared, 'serial_mistyped' | 'card_unknown'>> {
    const place = placeOfText(input.serial, ports)
    if (!place.ok) return place
    const stack = await readStack([place.value], ports)
    const card = stack.read.get(place.value.serialNumber)
    return card ? accepted({ place: place.value, card, stack }) : refused('card_unknown')
  },
  touches: (_input, { card, place, stack }, ports) => [
    ...stackTouches(stack, ports),
    ...(card.donation ? [donationRef(card.donation)] : []),
    ...(card.holder === undefined ? [] : [heldCardRef(card.holder, place.serialNumber)]),
  ],
  decide(loaded, input, ctx) {
    const { place, stack } = ctx.prepared
    const card = loaded.get(cardRef(place))
    if (hasMoved(stack, loaded)) return again()
    if (!card || card.stationId !== ctx.actor.stationId) return refuse('card_unknown')
    const barred = refuseCard(card, 'reverse', ctx)
    if (barred) return { kind: 'refuse', refusal: barred }
    if (card.replaces !== undefined) return refuse('card_state_wrong', { state: 'replacement', event: 'reverse' })
    if (spentOf(card) > 0) return refuse('card_partly_spent', { spentMinor: spentOf(card) })
    const books = new CardBooks(loaded, ctx)
    const { currency } = batchOf(ctx.reference, fundOf(card))
    books.count(card.batch, place.owner, 'activated', 'stored')
    books.move('activated', 'stored', card.balanceMinor, { fund: fundOf(card), currency, beside: place.owner })
    const { writes, postings } = books.change()
    const given = card.donation && loaded.get(donationRef(card.donation))
    const back =
      card.donation && given
        ? [
            write(donationRef(card.donation), {
              givenMinor: given.givenMinor - card.balanceMinor,
              cards: given.cards - 1,
            }),
          ]
        : []
    const { donation: _d, holder, boundAt: _b, loadedMinor: _l, activatedAt: _a, activatedBy: _by, ...rest } = card
    const [cards] = byBlock([place])
    const { stationId, id: by } = ctx.actor
    return accept(
      { serial: printedSerial(card.serialNumber), state: 'stored' as const, returnedMinor: card.balanceMinor },
      {
        writes: [write(cardRef(place), { ...rest, status: 'stored', version: card.version + 1 }), ...back, ...writes],
        removes: holder === undefined ? [] : [heldCardRef(holder, card.serialNumber)],
        postings,
        events: [{ type: 'card.activationReversed', data: { ...cards, holder, stationId, by, reason: input.reason } }],
      },
    )
  },
})
