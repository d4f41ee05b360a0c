import { accepted, type Outcome } from '../kernel/outcome.ts'
import { copyJson } from './copy-json.ts'
import { IssueList } from './issue.ts'
import { checkCondition, type Walk } from './language/check-condition.ts'
import { checkDocument } from './language/check-document.ts'
import type { RuleSet } from './language/rule-set.ts'
import type { Condition } from './schema.ts'

/**
 * Checks a rule document: either one condition of json-rules-engine (`all`, `any`, `not`, `{condition}`, `{fact, operator, value, params,
 * path}`, with our marks on any of them), or a whole document with `rules`, named `conditions`, `derived` facts, declared `facts`,
 * `areas`, `calendars` and `tests`. The result is a frozen copy.
 *
 * Not checked here: whether facts and operators exist and values suit them; `compileRules` knows the catalogue.
 *
 * `effective` may not stand beneath `not`: outside its window a condition is not fulfilled, and the `not` would turn that into a yes.
 * An empty `all` or `any` is refused, where json-rules-engine says yes to it.
 *
 * @param document parsed JSON or YAML, never text
 * @returns refusal `rules_invalid`, with `detail.issues: RuleIssue[]`
 * @example
 * const rules = parseRules({ fact: 'person.registration', operator: 'withinRegion', value: '511525' })
 */
export function parseRules(document: unknown): Outcome<RuleSet, 'rules_invalid'> {
  const issues = new IssueList()
  const copy = copyJson(document, issues)
  if (issues.found) return issues.refusal()
  const walk: Walk = { issues, conditions: 0 }
  const ruleSet = isDocument(copy) ? checkDocument(copy, walk) : checkSingle(copy, walk)
  if (issues.found || ruleSet === undefined) return issues.refusal()
  return accepted(ruleSet)
}

function isDocument(copy: unknown): copy is Readonly<Record<string, unknown>> {
  return typeof copy === 'object' && copy !== null && !Array.isArray(copy) && Object.hasOwn(copy, 'rules')
}

function checkSingle(copy: unknown, walk: Walk): RuleSet {
  checkCondition(copy, '', walk, true)
  const rules = [{ conditions: copy as Condition, path: '' }]
  return { rules, conditions: {}, derived: {}, facts: [], areas: {}, calendars: {}, tests: [] } as unknown as RuleSet
}
