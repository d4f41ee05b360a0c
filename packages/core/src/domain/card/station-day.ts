import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import { nameNumber, REFERENCE_OWNER } from '../../kernel/reference-ref.ts'

/** What a station has activated today, and what a second person has allowed it beyond the programme's number. */
export interface StationDayState {
  readonly stationId: string
  readonly day: string
  readonly activated: number
  readonly allowed: number
  /** Calls that were refused for want of an approval; the first of each call's kind is an alert in the journal. */
  readonly blocked: number
  readonly request?: BulkRequest | undefined
}

export interface BulkRequest {
  readonly count: number
  readonly by: string
  readonly at: number
  readonly reason: string
}

export const stationDayEntity = defineEntity<StationDayState>({ kind: 78, name: 'stationDay', version: 1 })

/** In the reference lane, like the donations that every activation touches. One row a station; each day begins it anew. */
export function stationDayRef(stationId: string): Ref<StationDayState> {
  return ref(stationDayEntity, REFERENCE_OWNER, nameNumber(`stationDay/${stationId}`))
}

export function stationToday(state: StationDayState | undefined, stationId: string, day: string): StationDayState {
  if (state?.day === day) return state
  return { stationId, day, activated: 0, allowed: 0, blocked: 0 }
}

/** How many more cards the station may activate today; `bulkFrom` is the first that needs a second person. */
export function leftToday({ activated, allowed }: StationDayState, bulkFrom: number): number {
  return Math.max(0, bulkFrom - 1 + allowed - activated)
}
