import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { stationEntity } from './station-entity.ts'

/** To staff another station is as unknown as one that does not exist. */
export function refuseStation(
  stationId: string,
  { actor, reference }: Pick<Ports, 'actor' | 'reference'>,
): Refusal<'station_unknown'> | undefined {
  const isElsewhere = actor.role === 'staff' && actor.stationId !== stationId
  return isElsewhere || !reference.find(stationEntity, stationId)
    ? refused('station_unknown', { stationId })
    : undefined
}
