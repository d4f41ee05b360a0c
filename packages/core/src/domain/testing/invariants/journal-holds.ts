import { linkOf } from '../../../engine/journal.ts'
import type { JournalRow, LaneHead } from '../../../engine/store-port.ts'
import { laneName, NO_HASH } from '../../../engine/store-port.ts'
import type { Require, StoredState } from './stored-state.ts'

/** The link before each link that was found true: a simulation looks after every step, and the chain only grows. */
const verified = new WeakMap<JournalRow, string>()

/** I7 and I8: every lane's chain is whole and ends at its head, and its time never runs back, so that no closed day changes. */
export function journalHolds(state: StoredState, require: Require): void {
  const heads = new Map<string, LaneHead>()
  for (const head of state.heads) heads.set(laneName(head), head)
  const lanes = new Map<string, JournalRow[]>()
  for (const row of state.journal) {
    const rows = lanes.get(laneName(row))
    if (rows) rows.push(row)
    else lanes.set(laneName(row), [row])
  }
  for (const [name, rows] of lanes) laneHolds(name, rows, heads.get(name), require)
  for (const [name, head] of heads) {
    require(head.seq === (lanes.get(name)?.length ?? 0), () => `I7 the head of ${name} counts ${head.seq} entries`)
  }
}

function laneHolds(name: string, rows: readonly JournalRow[], head: LaneHead | undefined, require: Require): void {
  let hash = NO_HASH
  let at = 0
  let group: JournalRow[] = []
  for (const [index, row] of rows.entries()) {
    require(row.seq === index + 1, () => `I7 ${name} has entry ${row.seq} in place ${index + 1}`)
    require(row.at >= at, () => `I8 ${name} goes back in time at entry ${row.seq}`)
    at = row.at
    group.push(row)
    if (row.link === null) continue
    if (verified.get(row) !== hash) {
      const link = linkOf(row, hash, group)
      require(link === row.link, () => `I7 the chain of ${name} is broken at entry ${row.seq}`)
      verified.set(row, hash)
    }
    hash = row.link
    group = []
  }
  require(group.length === 0, () => `I7 the last group of ${name} is not closed`)
  require(head?.hash === hash, () => `I7 ${name} ends at ${hash}, its head says ${head?.hash}`)
  require((head?.lastNow ?? 0) >= at, () => `I8 the head of ${name} is older than its last entry`)
}
