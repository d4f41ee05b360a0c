import { TallyError } from '../../kernel/error.ts'
import type { Reason } from '../../kernel/outcome.ts'
import type { FactGroups } from '../facts/read-fact.ts'
import { type Findings, failed, held, type Node } from './node.ts'

export interface Decision {
  /** `undecided`: a fact is missing or not good enough, and it matters. Treat it as no, and ask for `needs[0]`. */
  readonly outcome: 'eligible' | 'ineligible' | 'undecided'
  /** Ineligible: every failed condition that is decisive. Undecided: every unknown one that is. In the order of the document. */
  readonly reasons: readonly Reason[]
  /** Facts that could still settle it, cheapest for the person first, then by name. No other fact can change the outcome. */
  readonly needs: readonly string[]
}

const eligible: Decision = Object.freeze({ outcome: 'eligible', reasons: [], needs: [] })

/** Runs compiled conditions over facts. `now` is misuse when it is no time; whatever the facts are, it does not throw. */
export function decide(root: Node, facts: FactGroups, now: number | Date): Decision {
  const at = Number(now)
  if (!Number.isFinite(at)) throw new TallyError('now_invalid', 'now is epoch milliseconds or a valid Date')
  const run = { facts, now: at, truths: [], problems: [] }
  const truth = root.test(run)
  if (truth === held) return eligible
  const findings: Findings = { reasons: [], needs: new Map() }
  root.collect(run, findings)
  const needs = [...findings.needs].sort(([a, costA], [b, costB]) => costA - costB || (a < b ? -1 : 1))
  return {
    outcome: truth === failed ? 'ineligible' : 'undecided',
    reasons: findings.reasons,
    needs: needs.map(([key]) => key),
  }
}
