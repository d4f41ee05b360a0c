import { z } from 'zod'
import type { Decision } from '../../kernel/decision.ts'
import { accept, again, refuse } from '../../kernel/decision.ts'
import type { Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import { needsTwoHands } from '../custody/custody-rules.ts'
import type { Move } from '../custody/custody-steps.ts'
import { noteMoves, stepTouches } from '../custody/custody-steps.ts'
import { refuseCard } from '../custody/refuse-card.ts'
import { stationEntity } from '../station/station-entity.ts'
import { batchOf } from './card-batch-entity.ts'
import type { CardState } from './card-entity.ts'
import { cardRef, fundOf } from './card-entity.ts'
import { CardBooks } from './card-figures.ts'
import type { CardReport } from './card-range.ts'
import {
  byBlock,
  cardReport,
  MAX_CARDS_A_CALL,
  placesOfRange,
  reportLine,
  serialField,
  serialsWithin,
} from './card-range.ts'
import type { CardStack } from './card-stack.ts'
import { hasMoved, readStack, stackTouches } from './card-stack.ts'

const refusals = ['serial_mistyped', 'range_invalid', 'station_unknown', 'delivery_unsigned', 'count_differs'] as const
type Code = (typeof refusals)[number]

const received = z.strictObject({ received: z.int(), stationId: z.string(), report: cardReport })
type Received = z.output<typeof received>

export interface Prepared {
  readonly stack: CardStack
  readonly missing: ReadonlySet<number>
}

/**
 * A station takes delivery of a range of cards from the printer. What is `missing` stays with the printer; a `counted` that
 * is not the number of cards received is refused. Where the programme asks for two people (`handOver: two`, the default of
 * durable stores), who delivered them and the count must be given, and what a station has moves on by `card.handOver` alone;
 * else one call moves boxes on to a house or a bus as well.
 *
 * At most 500 cards in 5 blocks a call; callers split longer ranges. Cards that cannot be received are reported one by
 * one and the others are received.
 */
export const receiveCards = defineOperation({
  name: 'card.receive',
  summary: 'Puts a range of cards, at most 500, into the stock of a station; reports card by card.',
  kind: 'write',
  route: 'POST /v1/cards/receipts',
  input: z.strictObject({
    from: serialField,
    to: serialField,
    stationId: z.string().min(1).max(64),
    /** Who brought them: the supplier's courier, a delivery note. */
    handedBy: z.string().min(1).max(100).optional(),
    counted: z.int().min(0).max(MAX_CARDS_A_CALL).optional(),
    missing: z.array(serialField).max(MAX_CARDS_A_CALL).optional(),
  }),
  output: received,
  permits: ['operator'],
  scope: 'tenant',
  refusals,
  async prepare(input, ports): Promise<Outcome<Prepared, Code>> {
    const places = placesOfRange(input, ports)
    if (!places.ok) return places
    const missing = serialsWithin(places.value, input.missing ?? [], ports)
    if (!missing.ok) return missing
    return accepted({ stack: await readStack(places.value, ports), missing: missing.value })
  },
  touches: (_input, { stack }, ports) => [...stackTouches(stack, ports), ...stepTouches(stack.places)],
  decide(loaded, { stationId, handedBy, counted }, ctx): Decision<Received, Code> {
    const { stack, missing } = ctx.prepared
    if (!ctx.reference.find(stationEntity, stationId)) return refuse('station_unknown', { stationId })
    if (hasMoved(stack, loaded)) return again()
    const arriving = stack.places.filter(({ serialNumber }) => !missing.has(serialNumber))
    const isSigned = handedBy !== undefined && counted !== undefined
    const fromPrinter = arriving.flatMap((place) => loaded.get(cardRef(place)) ?? []).filter(isAtPrinter)
    if (!isSigned && fromPrinter.some((card) => needsTwoHands(card, ctx))) return refuse('delivery_unsigned')
    const books = new CardBooks(loaded, ctx)
    const moves: Move[] = []
    const writes: Write[] = []
    const report: CardReport = []
    for (const place of arriving) {
      const card = loaded.get(cardRef(place))
      const barred = refuseCard(card, 'receive', ctx) ?? refuseAlone(card, ctx)
      report.push(reportLine(place.serialNumber, barred?.code))
      if (barred || !card) continue
      books.count(card.batch, place.owner, card.status, 'stored')
      if (isAtPrinter(card)) {
        const { currency } = batchOf(ctx.reference, fundOf(card))
        books.move('accepted', 'stored', card.balanceMinor, { fund: fundOf(card), currency, beside: place.owner })
      }
      writes.push(write(cardRef(place), { ...card, status: 'stored' as const, stationId }))
      moves.push({ place, fromStation: card.stationId })
    }
    if (counted !== undefined && counted !== moves.length) {
      return refuse('count_differs', { counted, expected: moves.length })
    }
    const { id: by = '' } = ctx.actor
    const step = { kind: 'delivered', toStation: stationId, handedBy, takenBy: by, at: ctx.now } as const
    const steps = noteMoves(loaded, moves, step)
    const change = books.change()
    const done = moves.map(({ place }) => place)
    return accept(
      { received: done.length, stationId, report },
      {
        writes: [...writes, ...change.writes, ...steps.writes],
        removes: steps.removes,
        postings: change.postings,
        events: byBlock(done).map((cards) => ({ type: 'card.received', data: { ...cards, stationId, by, handedBy } })),
      },
    )
  },
})

function isAtPrinter({ status }: CardState): boolean {
  return status === 'accepted'
}

/** What a station has is not moved on by one person where the programme asks for two. */
function refuseAlone(card: CardState | undefined, ctx: Context<unknown>): Refusal<'hand_over_needed'> | undefined {
  const isHeld = card !== undefined && !isAtPrinter(card)
  return isHeld && needsTwoHands(card, ctx) ? refused('hand_over_needed') : undefined
}
