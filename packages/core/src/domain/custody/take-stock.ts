import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { CardPlace, CardState } from '../card/card-entity.ts'
import { cardRef, printedSerial } from '../card/card-entity.ts'
import { MAX_CARDS_A_CALL, placesOfRange, serialField } from '../card/card-range.ts'
import { refuseStation } from '../station/refuse-station.ts'
import { custodyOf, custodyView, isInStock } from './custody-of.ts'
import { runsOf } from './serial-runs.ts'

const foundRange = z.strictObject({ from: serialField, to: serialField })

const differenceView = z.strictObject({
  serial: z.string(),
  /** `missing`: it should be here and was not found; `surplus`: it was found and should be elsewhere. */
  kind: z.enum(['missing', 'surplus']),
  /** Where it should be; absent for a card that was never made. */
  custody: custodyView.optional(),
})

export interface PreparedStock {
  readonly places: readonly CardPlace[]
  readonly found: ReadonlySet<number>
}

/**
 * Compares what was counted in a station's drawers with what should be there: card by card what is missing and what is too
 * many, with where it should be. The count is journaled; no card changes, since a slip of the hand is no theft: what stays
 * missing is voided or recalled. At most 500 cards in 5 blocks a call.
 */
export const takeStock = defineOperation({
  name: 'card.takeStock',
  summary: 'Compares the cards counted at a station with those that should be there, and records the differences.',
  kind: 'write',
  route: 'POST /v1/stations/{stationId}/stock-takes',
  input: z.strictObject({
    stationId: z.string().min(1).max(64),
    from: serialField,
    to: serialField,
    /** What lay there, as ranges within `from` and `to`. */
    found: z.array(foundRange).max(MAX_CARDS_A_CALL),
  }),
  output: z.strictObject({
    expected: z.int(),
    found: z.int(),
    differences: z.array(differenceView).max(MAX_CARDS_A_CALL),
  }),
  permits: ['staff', 'operator'],
  scope: 'sameStation',
  refusals: ['serial_mistyped', 'range_invalid', 'station_unknown', 'person_unnamed'],
  prepare(input, ports): Outcome<PreparedStock, 'serial_mistyped' | 'range_invalid'> {
    const places = placesOfRange(input, ports)
    if (!places.ok) return places
    const within = new Set(places.value.map(({ serialNumber }) => serialNumber))
    const found = new Set<number>()
    for (const range of input.found) {
      const lying = placesOfRange(range, ports)
      if (!lying.ok) return lying
      for (const { serialNumber } of lying.value) {
        if (!within.has(serialNumber)) return refused('range_invalid', { limit: MAX_CARDS_A_CALL })
        found.add(serialNumber)
      }
    }
    return accepted({ places: places.value, found })
  },
  touches: (_input, { places }) => places.map(cardRef),
  decide(loaded, { stationId }, ctx) {
    const { places, found } = ctx.prepared
    const { id: by } = ctx.actor
    const stranger = refuseStation(stationId, ctx)
    if (stranger) return { kind: 'refuse', refusal: stranger }
    if (by === undefined) return refuse('person_unnamed')
    const cards = places.map((place) => ({ serialNumber: place.serialNumber, card: loaded.get(cardRef(place)) }))
    const missing = cards.filter(({ serialNumber, card }) => isInStock(card, stationId) && !found.has(serialNumber))
    const surplus = cards.filter(({ serialNumber, card }) => !isInStock(card, stationId) && found.has(serialNumber))
    const expected = cards.filter(({ card }) => isInStock(card, stationId)).length
    const [from, to] = [places[0]?.serialNumber, places.at(-1)?.serialNumber]
    const runs = (list: typeof cards) => runsOf(list.map(({ serialNumber }) => serialNumber))
    const counts = { stationId, by, from, to, expected, found: found.size }
    const data = { ...counts, missing: runs(missing), surplus: runs(surplus) }
    return accept(
      {
        expected,
        found: found.size,
        differences: [
          ...missing.map((each) => difference('missing', each)),
          ...surplus.map((each) => difference('surplus', each)),
        ],
      },
      { events: [{ type: 'card.stockTaken', data }] },
    )
  },
})

function difference(
  kind: 'missing' | 'surplus',
  { serialNumber, card }: { readonly serialNumber: number; readonly card: CardState | undefined },
): z.output<typeof differenceView> {
  return { serial: printedSerial(serialNumber), kind, ...(card ? { custody: custodyOf(card) } : {}) }
}
