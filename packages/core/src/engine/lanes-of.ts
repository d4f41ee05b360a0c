import type { Touch } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import { MAX_LANES_A_CALL } from './allotments.ts'
import type { LaneTable, NamedLane } from './placement.ts'
import { shardOf } from './placement.ts'
import { compareLanes } from './store-port.ts'

/**
 * The lanes of a call: the primary lane first, the others in order.
 *
 * @throws TallyError `entity_not_touched`, `too_many_lanes` for writes.
 */
export function lanesOf(
  operation: AnyOperation,
  tenant: string,
  shards: number,
  touches: readonly Touch[],
  table: LaneTable,
): readonly NamedLane[] {
  const lanes: NamedLane[] = []
  for (const touch of touches) {
    const shard = shardOf(touch.beside ?? touch.owner, shards)
    if (!lanes.some((lane) => lane.shard === shard)) lanes.push(table.of(tenant, shard))
  }
  if (operation.kind === 'write' && lanes.length === 0) {
    throw new TallyError('entity_not_touched', `${operation.name} is a write and touches nothing.`)
  }
  if (operation.kind === 'write' && lanes.length > MAX_LANES_A_CALL) {
    throw new TallyError(
      'too_many_lanes',
      `${operation.name} touches ${lanes.length} lanes; at most ${MAX_LANES_A_CALL} are allowed.`,
    )
  }
  return primaryFirst(lanes)
}

/** The lanes of a call and of the refill that is decided with it. */
export function lanesOfBoth(own: readonly NamedLane[], more: readonly NamedLane[]): readonly NamedLane[] {
  return primaryFirst([...own, ...more.filter(({ shard }) => !own.some((lane) => lane.shard === shard))])
}

function primaryFirst(lanes: readonly NamedLane[]): readonly NamedLane[] {
  if (lanes.length < 3) return lanes
  const [primary, ...others] = lanes
  return primary ? [primary, ...others.sort(compareLanes)] : lanes
}
