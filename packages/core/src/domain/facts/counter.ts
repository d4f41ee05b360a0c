import type { Loaded, Ref, Touch, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'

/**
 * One row that is counted by, and the facts it gives to rules. A call loads a counter's row, and counts in it, only where a rule
 * reads one of its facts; so a programme pays for what it asks, and counting begins with the first version that asks.
 *
 * `row` must be stable for one case, and lie in a lane that the call may touch. All of a group's decisions run one after another,
 * so what `count` makes is seen by the next call: two calls never count the same number.
 */
export interface Counter<Case, State = unknown> {
  readonly facts: readonly string[]
  /** Undefined where the case does not say what is counted by: then the facts are unknown. */
  row(found: Case): Ref<State> | undefined
  /** The facts, for rules; `state` is undefined for a row nobody has counted in. */
  read(state: State | undefined, found: Case): Readonly<Record<string, unknown>>
  /** The row after a call that was accepted. Absent: the call only reads it. */
  count?(state: State | undefined, found: Case): State
  /** The row after what was counted is taken back. Absent: it stays counted. */
  giveBack?(state: State | undefined, found: Case): State
}

/** Of all counters those that one of the facts read comes from. */
export function countersFor<Case>(
  counters: readonly Counter<Case>[],
  reads: ReadonlySet<string>,
): readonly Counter<Case>[] {
  return counters.filter(({ facts }) => facts.some((fact) => reads.has(fact)))
}

export function counterTouches<Case>(counters: readonly Counter<Case>[], found: Case): readonly Touch[] {
  return counters.flatMap((counter) => counter.row(found) ?? [])
}

/** The store's facts of a call. */
export function counterFacts<Case>(
  counters: readonly Counter<Case>[],
  loaded: Loaded,
  found: Case,
): Readonly<Record<string, unknown>> {
  const facts: Record<string, unknown> = {}
  for (const counter of counters) {
    const row = counter.row(found)
    if (row) Object.assign(facts, counter.read(loaded.get(row), found))
  }
  return facts
}

export function counterWrites<Case>(counters: readonly Counter<Case>[], loaded: Loaded, found: Case): Write[] {
  return counters.flatMap((counter) => {
    const row = counter.row(found)
    return row && counter.count ? [write(row, counter.count(loaded.get(row), found))] : []
  })
}

/** What was counted for a call, taken back; a row that nobody counted in stays as it is. */
export function counterReturns<Case>(counters: readonly Counter<Case>[], loaded: Loaded, found: Case): Write[] {
  return counters.flatMap((counter) => {
    const row = counter.row(found)
    const state = row && loaded.get(row)
    return state !== undefined && row && counter.giveBack ? [write(row, counter.giveBack(state, found))] : []
  })
}
