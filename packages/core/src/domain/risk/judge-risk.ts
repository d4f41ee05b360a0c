import type { FactGroups } from '../../rules/facts/fact-groups.ts'
import type { CompiledRiskRule } from '../programme/compiled-rules.ts'
import type { RiskOutcome } from '../programme/risk-schema.ts'

/** What the risk rules say of one call: the rule that decided, and what it asks for. */
export interface RiskJudgement {
  readonly rule: string
  readonly do: RiskOutcome
  /** Of a challenge by work: how much. */
  readonly rounds?: number
}

/**
 * Asks risk rules in their order; the first that holds decides, none is the same as `allow`. A rule that cannot be answered
 * counts against: it acts as if it held, and one that would allow as if it did not. So nothing passes because a fact is absent.
 *
 * @param now epoch milliseconds
 */
export function judgeRisk(
  rules: readonly CompiledRiskRule[],
  facts: FactGroups,
  now: number,
): RiskJudgement | undefined {
  for (const { name, do: outcome, when, rounds } of rules) {
    const truth = when.test(facts, { now })
    const acts = truth === 'eligible' || (truth === 'undecided' && outcome !== 'allow')
    if (acts) return { rule: name, do: outcome, ...(rounds === undefined ? {} : { rounds }) }
  }
  return undefined
}
