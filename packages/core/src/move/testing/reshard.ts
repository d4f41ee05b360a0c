import type { StoredState } from '../../domain/testing/invariants/stored-state.ts'
import type { JournalRow, LaneHead, StoredRow } from '../../engine/store-port.ts'
import { compareLanes } from '../../engine/store-port.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { Resharding } from '../resharding.ts'

export interface Moved extends StoredState {
  readonly rows: readonly StoredRow[]
  readonly journal: readonly JournalRow[]
  readonly heads: readonly LaneHead[]
}

/** A store's whole content, divided among `to` lanes as `tally move` does it. */
export function reshard(
  state: StoredState,
  { from, to, keyRing, now }: { from: number; to: number; keyRing: KeyRing; now: number },
): Moved {
  const resharding = new Resharding({ from, to, heads: [...state.heads], keyRing, principal: 'operator:li', now })
  const inOrder = [...state.rows].sort(
    (a, b) => compareLanes(a, b) || a.owner - b.owner || a.kind - b.kind || a.n - b.n,
  )
  const rows = inOrder.flatMap((row) => resharding.place(row) ?? [])
  const journal = [...state.journal].map((row) => ({ ...row, shard: resharding.laneOf(row) }))
  const rest = resharding.rest()
  return { rows: [...rows, ...rest.rows], journal: [...journal, ...rest.journal], heads: rest.heads }
}
