import { defineEntity } from '../../kernel/entity.ts'

/** A place where staff activate cards: a donation house, a bus, a counter. */
export interface StationState {
  readonly stationId: string
  readonly title?: string | undefined
  readonly region?: string | undefined
  readonly since: number
}

export const stationEntity = defineEntity<StationState>({
  kind: 14,
  name: 'station',
  version: 1,
  nameOf: (state) => state.stationId,
})
