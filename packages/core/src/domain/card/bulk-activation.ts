import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Reference } from '../../kernel/ports.ts'
import { businessDay } from '../../values/calendar.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { findVersion, programmeEntity } from '../programme/programme-entity.ts'
import { refuseStation } from '../station/refuse-station.ts'
import { stationEntity } from '../station/station-entity.ts'
import { reasonField } from './card-range.ts'
import type { StationDayState } from './station-day.ts'
import { stationDayRef, stationToday } from './station-day.ts'

const MAX_BULK = 10_000
const stationId = z.string().min(1).max(64)

const dayView = z.strictObject({
  stationId: z.string(),
  day: z.string(),
  activated: z.int(),
  allowed: z.int(),
  blocked: z.int(),
  request: z.strictObject({ count: z.int(), by: z.string(), at: isoInstant, reason: z.string() }).optional(),
})

/**
 * Asks a second person to allow a station more activations today than the programme lets one person make. Only the newest
 * request stands.
 */
export const requestBulk = defineOperation({
  name: 'card.requestBulk',
  summary: 'Staff ask a second person to allow their station more activations today.',
  kind: 'write',
  route: 'POST /v1/cards/bulk-requests',
  input: z.strictObject({ count: z.int().min(1).max(MAX_BULK), reason: reasonField }),
  output: dayView,
  permits: ['staff'],
  scope: 'sameStation',
  refusals: ['person_unnamed', 'station_unknown'],
  touches: (_input, _prepared, { actor }) => [stationDayRef(actor.stationId ?? '')],
  decide(loaded, { count, reason }, ctx) {
    const { id: by, stationId: station = '' } = ctx.actor
    if (!ctx.reference.find(stationEntity, station)) return refuse('station_unknown', { stationId: station })
    if (by === undefined) return refuse('person_unnamed')
    const before = stationToday(loaded.get(stationDayRef(station)), station, today(ctx.reference, ctx.now))
    const next = { ...before, request: { count, by, at: ctx.now, reason } }
    return accept(view(next), {
      writes: [write(stationDayRef(station), next)],
      events: [{ type: 'card.bulkRequested', data: { stationId: station, day: next.day, count, by, reason } }],
    })
  },
})

/**
 * A second person allows what a station asked for, today and no longer: the sponsor, or another member of the station's
 * staff. Nobody allows their own request, and only the count that was asked for is allowed.
 */
export const approveBulk = defineOperation({
  name: 'card.approveBulk',
  summary: 'A second person allows a station the activations it asked for, for today.',
  kind: 'write',
  route: 'POST /v1/cards/bulk-approvals',
  input: z.strictObject({ stationId, count: z.int().min(1).max(MAX_BULK) }),
  output: dayView,
  permits: ['staff', 'operator', 'reviewer'],
  scope: 'sameStation',
  refusals: ['person_unnamed', 'same_person', 'station_unknown', 'bulk_request_unknown'],
  touches: (input) => [stationDayRef(input.stationId)],
  decide(loaded, { stationId: station, count }, ctx) {
    const { id: by } = ctx.actor
    const stranger = refuseStation(station, ctx)
    if (stranger) return { kind: 'refuse', refusal: stranger }
    if (by === undefined) return refuse('person_unnamed')
    const before = stationToday(loaded.get(stationDayRef(station)), station, today(ctx.reference, ctx.now))
    if (before.request?.count !== count) return refuse('bulk_request_unknown')
    if (before.request.by === by) return refuse('same_person')
    const next = { ...before, allowed: before.allowed + count, request: undefined }
    return accept(view(next), {
      writes: [write(stationDayRef(station), next)],
      events: [
        {
          type: 'card.bulkApproved',
          data: { stationId: station, day: next.day, count, by, askedBy: before.request.by },
        },
      ],
    })
  },
})

/** What a station has activated today, what was allowed and what waits for a second person. */
export const bulkStatus = defineOperation({
  name: 'card.bulkStatus',
  summary: 'Shows what a station activated today, what was allowed and what was blocked.',
  kind: 'read',
  route: 'GET /v1/stations/{stationId}/activations',
  input: z.strictObject({ stationId }),
  output: dayView,
  permits: ['staff', 'operator', 'reviewer', 'auditor'],
  scope: 'sameStation',
  refusals: ['station_unknown'],
  touches: (input) => [stationDayRef(input.stationId)],
  decide(loaded, { stationId: station }, ctx) {
    const stranger = refuseStation(station, ctx)
    if (stranger) return { kind: 'refuse', refusal: stranger }
    return accept(view(stationToday(loaded.get(stationDayRef(station)), station, today(ctx.reference, ctx.now))))
  },
})

/** The business day of the organisation's card programmes; they share one zone, that of the country they run in. */
export function today(reference: Reference, now: number): string {
  const [first] = reference.list(programmeEntity)
  const zone = first && findVersion(reference, first.programme)?.document.timeZone
  return businessDay(now, zone ?? 'Asia/Shanghai')
}

function view({ request, ...state }: StationDayState): z.output<typeof dayView> {
  return { ...state, ...(request ? { request: { ...request, at: toIso(request.at) } } : {}) }
}
