import { z } from 'zod'
import type { Decision } from '../../kernel/decision.ts'
import { accept, again } from '../../kernel/decision.ts'
import type { Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { batchOf } from './card-batch-entity.ts'
import type { CardPlace } from './card-entity.ts'
import { cardRef, fundOf } from './card-entity.ts'
import { CardBooks } from './card-figures.ts'
import type { CardReport } from './card-range.ts'
import {
  byBlock,
  cardReport,
  MAX_CARDS_A_CALL,
  placesOfList,
  placesOfRange,
  reasonField,
  reportLine,
  serialField,
} from './card-range.ts'
import type { CardStack } from './card-stack.ts'
import { hasMoved, readStack, stackTouches } from './card-stack.ts'
import { refuseByState } from './card-states.ts'

const VoidInput = z
  .strictObject({
    serial: serialField.optional(),
    serials: z.array(serialField).min(1).max(MAX_CARDS_A_CALL).optional(),
    from: serialField.optional(),
    to: serialField.optional(),
    reason: reasonField,
  })
  .refine(
    ({ serial, serials, from, to }) =>
      (from === undefined) === (to === undefined) &&
      [serial, serials, from].filter((way) => way !== undefined).length === 1,
    'give serial, or serials, or from and to',
  )

const refusals = ['serial_mistyped', 'range_invalid', 'card_unknown', 'card_void', 'card_state_wrong'] as const

/**
 * Withdraws cards for good: one, a list, or a range (a stolen box). Operators withdraw them wherever they are, staff those
 * of their own station. What a card was still worth is written off; its holder keeps it in their list, marked void. What
 * was given to the donation stays given: else voiding and activating anew would hand out more than the cap.
 *
 * At most 500 cards a call; a range in at most 5 blocks, a list in at most 6 lanes of the store (six cards always fit).
 * Callers split longer ones. Of a list or range each card is answered in the report; one card is refused by its own code.
 */
export const voidCards = defineOperation({
  name: 'card.void',
  summary: 'Withdraws one card, a list or a range, at most 500, for good; reports card by card.',
  kind: 'write',
  route: 'POST /v1/cards/voids',
  input: VoidInput,
  output: z.strictObject({ voided: z.int(), voidedMinor: z.int(), report: cardReport }),
  permits: ['operator', 'staff'],
  scope: 'sameStation',
  refusals,
  async prepare(input, ports): Promise<Outcome<CardStack, 'serial_mistyped' | 'range_invalid'>> {
    const places = placesOf(input, ports)
    return places.ok ? accepted(await readStack(places.value, ports)) : places
  },
  touches: (_input, stack, ports) => stackTouches(stack, ports),
  decide(
    loaded,
    input,
    ctx,
  ): Decision<{ voided: number; voidedMinor: number; report: CardReport }, (typeof refusals)[number]> {
    const stack = ctx.prepared
    if (hasMoved(stack, loaded)) return again()
    const books = new CardBooks(loaded, ctx)
    const done: CardPlace[] = []
    const cards: Write[] = []
    const report: CardReport = []
    let voidedMinor = 0
    for (const place of stack.places) {
      const card = loaded.get(cardRef(place))
      const mine = ctx.actor.role !== 'staff' || card?.stationId === ctx.actor.stationId
      const barred = mine ? refuseByState(card, 'void') : refused('card_unknown')
      if (barred && input.serial !== undefined) return { kind: 'refuse', refusal: barred }
      report.push(reportLine(place.serialNumber, barred?.code))
      if (barred || !card) continue
      const { currency } = batchOf(ctx.reference, fundOf(card))
      const { status, balanceMinor: voidMinor } = card
      books.count(card.batch, place.owner, status, 'void')
      books.move(status, 'void', voidMinor, { fund: fundOf(card), currency, beside: place.owner })
      const gone = { status: 'void' as const, balanceMinor: 0, voidMinor, voidedAt: ctx.now }
      cards.push(write(cardRef(place), { ...card, ...gone }))
      voidedMinor += voidMinor
      done.push(place)
    }
    const { writes, postings } = books.change()
    const { stationId, id: by } = ctx.actor
    return accept(
      { voided: done.length, voidedMinor, report },
      {
        writes: [...cards, ...writes],
        postings,
        events: byBlock(done).map((where) => ({
          type: 'card.voided',
          data: { ...where, stationId, by, reason: input.reason },
        })),
      },
    )
  },
})

function placesOf({ serial, serials, from, to }: z.output<typeof VoidInput>, ports: Ports) {
  if (from !== undefined && to !== undefined) return placesOfRange({ from, to }, ports)
  return placesOfList(serials ?? (serial === undefined ? [] : [serial]), ports)
}
