import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import type { Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import { refuseCard } from '../custody/refuse-card.ts'
import { stationEntity } from '../station/station-entity.ts'
import { batchOf } from './card-batch-entity.ts'
import type { CardPlace } from './card-entity.ts'
import { cardRef, fundOf } from './card-entity.ts'
import { CardBooks } from './card-figures.ts'
import type { CardReport } from './card-range.ts'
import { byBlock, cardReport, placesOfRange, reportLine, serialField } from './card-range.ts'
import type { CardStack } from './card-stack.ts'
import { hasMoved, readStack, stackTouches } from './card-stack.ts'

/**
 * A station takes delivery of a range of cards: from the printer to the warehouse, and from there on to a house or a bus.
 * At most 500 cards in 5 blocks a call; callers split longer ranges. Cards that cannot be received are reported one by
 * one and the others are received.
 */
export const receiveCards = defineOperation({
  name: 'card.receive',
  summary: 'Puts a range of cards, at most 500, into the stock of a station; reports card by card.',
  kind: 'write',
  route: 'POST /v1/cards/receipts',
  input: z.strictObject({ from: serialField, to: serialField, stationId: z.string().min(1).max(64) }),
  output: z.strictObject({ received: z.int(), stationId: z.string(), report: cardReport }),
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['serial_mistyped', 'range_invalid', 'station_unknown'],
  async prepare(input, ports): Promise<Outcome<CardStack, 'serial_mistyped' | 'range_invalid'>> {
    const places = placesOfRange(input, ports)
    return places.ok ? accepted(await readStack(places.value, ports)) : places
  },
  touches: (_input, stack, ports) => stackTouches(stack, ports),
  decide(loaded, { stationId }, ctx) {
    const stack = ctx.prepared
    if (!ctx.reference.find(stationEntity, stationId)) return refuse('station_unknown', { stationId })
    if (hasMoved(stack, loaded)) return again()
    const books = new CardBooks(loaded, ctx)
    const done: CardPlace[] = []
    const writes: Write[] = []
    const report: CardReport = stack.places.map((place) => {
      const card = loaded.get(cardRef(place))
      const barred = refuseCard(card, 'receive', ctx)
      if (barred || !card) return reportLine(place.serialNumber, barred?.code ?? 'card_unknown')
      books.count(card.batch, place.owner, card.status, 'stored')
      if (card.status === 'accepted') {
        const { currency } = batchOf(ctx.reference, fundOf(card))
        books.move('accepted', 'stored', card.balanceMinor, { fund: fundOf(card), currency, beside: place.owner })
      }
      writes.push(write(cardRef(place), { ...card, status: 'stored' as const, stationId }))
      done.push(place)
      return reportLine(place.serialNumber)
    })
    const change = books.change()
    return accept(
      { received: done.length, stationId, report },
      {
        writes: [...writes, ...change.writes],
        postings: change.postings,
        events: byBlock(done).map((cards) => ({ type: 'card.received', data: { ...cards, stationId } })),
      },
    )
  },
})
