import type { CompiledRules } from './compiled-rules.ts'
import type { Decision } from './evaluate/decide.ts'
import type { FactGroups } from './facts/fact-groups.ts'
import type { RuleTest } from './language/document-schema.ts'
import type { RuleSet } from './language/rule-set.ts'
import { epochMs } from './schema.ts'

export interface RuleTestResult {
  readonly name: string
  readonly passed: boolean
  /** What differs, one line each, e.g. `outcome: expected eligible, got undecided`. */
  readonly differences: readonly string[]
  readonly decision: Decision
}

/** Runs the tests that stand beside the rules: given facts, expected outcome, needs, events and reasons as far as they are stated. */
export function runRuleTests(ruleSet: RuleSet, rules: CompiledRules): readonly RuleTestResult[] {
  return ruleSet.tests.map((test) => {
    const decision = rules.evaluate(test.facts as FactGroups, { now: epochMs(test.now) })
    const differences = differencesOf(test, decision)
    return { name: test.name, passed: differences.length === 0, differences, decision }
  })
}

function differencesOf({ expect }: RuleTest, decision: Decision): readonly string[] {
  const paths = decision.reasons.map(({ path }) => path ?? '')
  const types = decision.events.map(({ type }) => type)
  return [
    difference('outcome', [expect.outcome], [decision.outcome]),
    difference('needs', expect.needs, decision.needs),
    difference('events', expect.events, types),
    difference('reasons', expect.reasons?.toSorted(), paths.toSorted()),
  ].filter((line) => line !== undefined)
}

function difference(what: string, expected: readonly string[] | undefined, got: readonly string[]): string | undefined {
  if (expected === undefined || JSON.stringify(expected) === JSON.stringify(got)) return undefined
  const list = (texts: readonly string[]) => (texts.length > 0 ? texts.join(', ') : 'none')
  return `${what}: expected ${list(expected)}, got ${list(got)}`
}
