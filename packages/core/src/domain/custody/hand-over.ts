import { z } from 'zod'
import type { Decision } from '../../kernel/decision.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { inputRefused } from '../../kernel/input-invalid.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { CardPlace } from '../card/card-entity.ts'
import { cardRef } from '../card/card-entity.ts'
import { MAX_CARDS_A_CALL, placesOfRange, serialField } from '../card/card-range.ts'
import { stationEntity } from '../station/station-entity.ts'
import { cardsToHandOver } from './cards-to-hand-over.ts'
import type { HandOverState } from './hand-over-entity.ts'
import { handOverBookRef, handOverRef, handOverView, viewHandOver } from './hand-over-entity.ts'

export const noteField = z.string().min(1).max(500)
const stationId = z.string().min(1).max(64)

export interface PreparedHandOver {
  readonly places: readonly CardPlace[]
  readonly fromStation: string
}

const refusals = [
  'serial_mistyped',
  'range_invalid',
  'station_unknown',
  'person_unnamed',
  'count_differs',
  'input_invalid',
] as const
type Code = (typeof refusals)[number]

/**
 * Hands a range of a station's stock over to another station: who hands it over counts it, and another person takes it and
 * counts again (`card.takeOver`). Until then the cards stay in the giver's custody. At most 500 cards in 5 blocks a call.
 *
 * Counted are the cards of the range that are in the giver's stock and not recalled; another count is refused with the
 * number that there should be, so that the difference is looked for before the box leaves.
 */
export const handOverCards = defineOperation({
  name: 'card.handOver',
  summary: 'Hands a range of a station’s cards over to another station, counted; another person takes it.',
  kind: 'write',
  route: 'POST /v1/card-hand-overs',
  input: z.strictObject({
    from: serialField,
    to: serialField,
    /** Operators name it; staff hand over what their own station has. */
    fromStation: stationId.optional(),
    toStation: stationId,
    counted: z.int().min(1).max(MAX_CARDS_A_CALL),
    note: noteField.optional(),
  }),
  output: handOverView,
  permits: ['staff', 'operator'],
  scope: 'sameStation',
  refusals,
  prepare(input, ports): Outcome<PreparedHandOver, Code> {
    const places = placesOfRange(input, ports)
    if (!places.ok) return places
    const { role, stationId: own } = ports.actor
    const fromStation = role === 'staff' ? own : input.fromStation
    if (fromStation === undefined) return inputRefused('fromStation', 'missing')
    if (input.fromStation !== undefined && input.fromStation !== fromStation) {
      return refused('station_unknown', { stationId: input.fromStation })
    }
    if (fromStation === input.toStation) return inputRefused('toStation', 'invalid')
    return accepted({ places: places.value, fromStation })
  },
  touches: ({ toStation }, { places }) => [handOverBookRef(toStation), ...places.map(cardRef)],
  decide(loaded, { toStation, counted, note }, ctx): Decision<z.output<typeof handOverView>, Code> {
    const { places, fromStation } = ctx.prepared
    const { id: handedBy } = ctx.actor
    const stranger = [fromStation, toStation].find((id) => !ctx.reference.find(stationEntity, id))
    if (stranger !== undefined) return refuse('station_unknown', { stationId: stranger })
    if (handedBy === undefined) return refuse('person_unnamed')
    const going = cardsToHandOver(places, fromStation, loaded, ctx)
    if (going.length !== counted) return refuse('count_differs', { counted, expected: going.length })
    const n = (loaded.get(handOverBookRef(toStation))?.count ?? 0) + 1
    const [from = 0, to = 0] = [places[0]?.serialNumber, places.at(-1)?.serialNumber]
    const handOver: HandOverState = {
      ...{ from, to, fromStation, toStation, counted, handedBy, note, state: 'open' },
      handedAt: ctx.now,
    }
    const row = handOverRef(toStation, n)
    return accept(viewHandOver(row, handOver, ctx), {
      writes: [write(row, handOver), write(handOverBookRef(toStation), { count: n })],
      events: [{ type: 'card.handOverOpened', data: { n, from, to, fromStation, toStation, counted, handedBy } }],
    })
  },
})
