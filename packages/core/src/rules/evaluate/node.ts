import type { Reason } from '../../kernel/outcome.ts'
import type { FactGroups } from '../facts/read-fact.ts'

/** Kleene's three values. */
export const held = 1
export const failed = 2
export const unknown = 3
export type Truth = typeof held | typeof failed | typeof unknown

/** One evaluation. Nodes write what they found under their number, so that reasons need no second look at the facts. */
export interface Run {
  readonly facts: FactGroups
  /** Epoch milliseconds. */
  readonly now: number
  readonly truths: Truth[]
  /** Why a condition is unknown, or which fact value it failed on, by number. */
  readonly problems: (string | undefined)[]
}

/** What made an outcome what it is. */
export interface Findings {
  readonly reasons: Reason[]
  /** Keys of facts that could still settle it, with their costs. */
  readonly needs: Map<string, number>
}

/**
 * A compiled condition. There is no `not` among them: it is pushed down to the facts (De Morgan holds in Kleene's logic), so a node
 * only ever gains truth from its children, and what made it fail is what failed beneath it.
 */
export interface Node {
  readonly number: number
  test(run: Run): Truth
  /** Called when this node failed or is unknown and that is decisive. */
  collect(run: Run, findings: Findings): void
}
