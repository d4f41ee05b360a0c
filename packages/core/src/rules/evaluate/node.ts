import type { Reason } from '../../kernel/outcome.ts'
import type { Run } from './run.ts'
import type { TraceNode } from './trace.ts'
import type { Truth } from './truth.ts'

/** What made an outcome what it is. */
export interface Findings {
  readonly reasons: Reason[]
  /** Keys of facts that could still settle it, with their costs; none are asked for once something failed. */
  readonly needs: Map<string, number> | undefined
}

/**
 * A compiled condition. There is no `not` among them: it is pushed down to the facts (De Morgan holds in Kleene's logic), so a node
 * only ever gains truth from its children, and what made it fail is what failed beneath it.
 */
export interface Node {
  readonly number: number
  /** The whole truth: looks at every child that could be a reason and notes in the run what it found. */
  test(run: Run): Truth
  /** The same truth as `test` would find, stopping as soon as it is settled. Notes nothing. */
  quick(run: Run): Truth
  /** Called when this node failed or is unknown and that is decisive. */
  collect(run: Run, findings: Findings): void
  /** The one reason that it always gives when it failed, where that is the same every time: then nobody need collect it. */
  readonly fixedReason?: Reason | undefined
  /** After `test`: what it found, as a tree. */
  trace(run: Run): TraceNode
}
