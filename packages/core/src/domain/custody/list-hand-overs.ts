import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { refuseStation } from '../station/refuse-station.ts'
import {
  HAND_OVERS_A_PAGE,
  handOverBookRef,
  handOverRef,
  handOversBefore,
  handOverView,
  viewHandOver,
} from './hand-over-entity.ts'

const ListInput = z.strictObject({
  stationId: z.string().min(1).max(64),
  /** As `nextBefore` of the page before. */
  before: z.int().min(1).optional(),
})

function page({ stationId, before }: z.output<typeof ListInput>, loaded: Loaded) {
  return handOversBefore(stationId, before ?? (loaded.get(handOverBookRef(stationId))?.count ?? 0) + 1)
}

/** The hand-overs to a station, the newest first, 50 a page; `nextBefore` is there when more may follow. */
export const listHandOvers = defineOperation({
  name: 'card.handOvers',
  summary: 'Lists the hand-overs of cards to a station, newest first.',
  kind: 'read',
  route: 'GET /v1/stations/{stationId}/hand-overs',
  input: ListInput,
  output: z.strictObject({ handOvers: z.array(handOverView).max(HAND_OVERS_A_PAGE), nextBefore: z.int().optional() }),
  permits: ['staff', 'operator', 'auditor'],
  scope: 'sameStation',
  refusals: ['station_unknown'],
  touches: ({ stationId }) => [handOverBookRef(stationId)],
  touchesNext: (loaded, input) => [page(input, loaded)],
  decide(loaded, input, ctx) {
    const { stationId } = input
    const stranger = refuseStation(stationId, ctx)
    if (stranger) return { kind: 'refuse', refusal: stranger }
    const span = page(input, loaded)
    const handOvers = loaded
      .all(span)
      .map(({ n, state }) => viewHandOver(handOverRef(stationId, n), state, ctx))
      .reverse()
    return accept({ handOvers, ...(span.from > 1 ? { nextBefore: span.from } : {}) })
  },
})
