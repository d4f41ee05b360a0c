/** Lanes a tenant has at most. */
export const MAX_LANES = 1024

/** A store may have been moved so often: what came before keeps its lanes, and its numbers. */
const MAX_EARLIER_STORES = 63
export const LAST_JOURNAL_LANE = (MAX_EARLIER_STORES + 1) * MAX_LANES - 1

/**
 * A lane of an earlier store, of which only the journal is kept: lane `lane` of the store before the `move`-th move, counted from 1.
 * It is read like any other, and nothing is ever added to it.
 */
export function archivedLane(move: number, lane: number): number {
  return move * MAX_LANES + lane
}

/** By how many moves a lane of the journal is kept; 0 for a lane of the store itself. */
export function moveOfLane(lane: number): number {
  return Math.floor(lane / MAX_LANES)
}

/** The number that a lane had while it was written; its chain covers this one. */
export function laneAsWritten(lane: number): number {
  return lane % MAX_LANES
}

/** The lane of the journal that a reader means: one of an earlier store by its own number, others round the store's own. */
export function journalLane(lane: number, lanes: number): number {
  return lane < MAX_LANES ? lane % lanes : lane
}
