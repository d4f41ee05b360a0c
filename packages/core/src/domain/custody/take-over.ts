import { z } from 'zod'
import type { Decision } from '../../kernel/decision.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import type { Ref } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { CardPlace } from '../card/card-entity.ts'
import { cardRef, printedSerial } from '../card/card-entity.ts'
import { byBlock, MAX_CARDS_A_CALL, placesOfRange, serialField, serialsWithin } from '../card/card-range.ts'
import { cardsToHandOver } from './cards-to-hand-over.ts'
import { noteMoves, stepTouches } from './custody-steps.ts'
import { findHandOver, handOverId } from './find-hand-over.ts'
import { noteField } from './hand-over.ts'
import type { HandOverState } from './hand-over-entity.ts'
import { handOverView, viewHandOver } from './hand-over-entity.ts'

export interface PreparedTakeOver {
  readonly row: Ref<HandOverState>
  readonly places: readonly CardPlace[]
  readonly missing: ReadonlySet<number>
}

const refusals = [
  'serial_mistyped',
  'range_invalid',
  'hand_over_unknown',
  'hand_over_ended',
  'person_unnamed',
  'same_person',
  'count_differs',
] as const
type Code = (typeof refusals)[number]

/**
 * Takes a hand-over: another person than who handed it over counts the box and lists what is missing. What was counted goes
 * into the custody of the taking station; what is missing stays with the giver, who answers for it, and stands in the
 * record. Cards that were voided, activated or recalled on the way are not counted and not taken.
 */
export const takeOverCards = defineOperation({
  name: 'card.takeOver',
  summary: 'Takes a hand-over of cards, counted by another person; what is missing stays with the giver.',
  kind: 'write',
  route: 'POST /v1/card-hand-overs/{handOverId}/taking',
  input: z.strictObject({
    handOverId,
    counted: z.int().min(0).max(MAX_CARDS_A_CALL),
    missing: z.array(serialField).max(MAX_CARDS_A_CALL).optional(),
    note: noteField.optional(),
  }),
  output: handOverView,
  permits: ['staff', 'operator'],
  scope: 'sameStation',
  refusals,
  async prepare(input, ports): Promise<Outcome<PreparedTakeOver, Code>> {
    const found = await findHandOver(input.handOverId, ports)
    if (!found.ok) return found
    const { row, handOver } = found.value
    const places = placesOfRange({ from: printedSerial(handOver.from), to: printedSerial(handOver.to) }, ports)
    if (!places.ok) return places
    const missing = serialsWithin(places.value, input.missing ?? [], ports)
    return missing.ok ? accepted({ row, places: places.value, missing: missing.value }) : missing
  },
  touches: (_input, { row, places }) => [row, ...places.map(cardRef), ...stepTouches(places)],
  decide(loaded, { counted, note }, ctx): Decision<z.output<typeof handOverView>, Code> {
    const { row, places, missing } = ctx.prepared
    const { role, id: takenBy, stationId } = ctx.actor
    const handOver = loaded.get(row)
    if (!handOver || (role === 'staff' && stationId !== handOver.toStation)) return refuse('hand_over_unknown')
    if (handOver.state !== 'open') return refuse('hand_over_ended', { state: handOver.state })
    if (takenBy === undefined) return refuse('person_unnamed')
    if (takenBy === handOver.handedBy) return refuse('same_person')
    const { fromStation, toStation, handedBy } = handOver
    const sent = cardsToHandOver(places, fromStation, loaded, ctx)
    const going = sent.filter(({ serialNumber }) => !missing.has(serialNumber))
    if (going.length !== counted) return refuse('count_differs', { counted, expected: going.length })
    const lost = sent.filter(({ serialNumber }) => missing.has(serialNumber)).map(({ serialNumber }) => serialNumber)
    const end = { by: takenBy, at: ctx.now, taken: going.length, missing: lost, note }
    const taken: HandOverState = { ...handOver, state: 'taken', end }
    const step = { kind: 'handedOver', toStation, handedBy, takenBy, at: ctx.now } as const
    const moves = going.map((place) => ({ place, fromStation }))
    const steps = noteMoves(loaded, moves, step)
    const cards = going.map((place) => {
      const card = loaded.get(cardRef(place))
      return write(cardRef(place), card && { ...card, stationId: toStation })
    })
    const where = { fromStation, toStation, handedBy, takenBy, n: row.n }
    return accept(viewHandOver(row, taken, ctx), {
      writes: [write(row, taken), ...cards, ...steps.writes],
      removes: steps.removes,
      events: [
        ...byBlock(going).map((block) => ({ type: 'card.handedOver', data: { ...block, ...where } })),
        ...(lost.length > 0 ? [{ type: 'card.missing', data: { cards: lost, ...where } }] : []),
      ],
    })
  },
})
