import type { Lane } from '@tallystick/core'
import { groupByLane } from '../../store-lanes/group-by-lane.ts'

/** One query, or several, for the rows of each lane, lanes in the order in which they first come. */
export function byLane<T extends Lane, Q>(rows: readonly T[], query: (lane: Lane, rows: readonly T[]) => Q[]): Q[] {
  return groupByLane(rows).flatMap(([lane, ofLane]) => query(lane, ofLane))
}
