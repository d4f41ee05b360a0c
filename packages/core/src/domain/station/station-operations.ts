import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { regionCode } from '../../values/region-schema.ts'
import type { StationState } from './station-entity.ts'
import { stationEntity } from './station-entity.ts'

const stationView = z.strictObject({
  stationId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/i, 'letters, digits and hyphens, at most 64'),
  title: z.string().min(1).max(100).optional(),
  region: regionCode.optional(),
})

function view({ since: _since, ...station }: StationState): z.output<typeof stationView> {
  return stationView.parse(JSON.parse(JSON.stringify(station)))
}

/** Registers a place where staff activate cards. */
export const addStation = defineOperation({
  name: 'station.add',
  summary: 'Registers a station: a house, bus or counter whose staff activate cards.',
  kind: 'write',
  route: 'POST /v1/stations',
  input: stationView,
  output: stationView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['station_exists'],
  touches: (input) => [referenceRef(stationEntity, input.stationId)],
  decide(loaded, input, ctx) {
    const row = referenceRef(stationEntity, input.stationId)
    if (loaded.get(row)) return refuse('station_exists', { stationId: input.stationId })
    const station: StationState = { ...input, since: ctx.now }
    return accept(view(station), {
      writes: [write(row, station)],
      events: [{ type: 'station.added', data: { stationId: input.stationId } }],
    })
  },
})

/** Every station of the tenant, by id. */
export const listStations = defineOperation({
  name: 'station.list',
  summary: 'Lists the stations of the organisation.',
  kind: 'read',
  route: 'GET /v1/stations',
  input: z.strictObject({}),
  output: z.strictObject({ stations: z.array(stationView) }),
  permits: ['operator', 'reviewer', 'auditor', 'host'],
  scope: 'tenant',
  refusals: [],
  touches: () => [],
  decide: (_loaded, _input, ctx) =>
    accept({
      stations: ctx.reference
        .list(stationEntity)
        .toSorted((a, b) => (a.stationId < b.stationId ? -1 : 1))
        .map(view),
    }),
})
