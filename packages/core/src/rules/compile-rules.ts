import { accepted, type Outcome } from '../kernel/outcome.ts'
import { zoneOffsetMs } from '../values/zone-offset.ts'
import { type Area, type PreparedArea, prepareArea } from './area/prepare-area.ts'
import { compileCondition } from './compile-condition.ts'
import type { CompileScope } from './compile-scope.ts'
import { type Decision, decide } from './evaluate/decide.ts'
import type { FactCatalogue } from './facts/define-fact.ts'
import type { FactGroups } from './facts/read-fact.ts'
import { IssueList, pointer } from './issue.ts'
import { builtInOperators } from './operators/built-in-operators.ts'
import type { Operator } from './operators/define-operator.ts'
import type { RuleSet } from './schema.ts'

export interface CompileOptions {
  /** Every fact the rules may speak of, e.g. `[...builtInFacts, defineFact(…)]`. */
  readonly facts: FactCatalogue
  /** IANA zone for days, ages and hours, e.g. `Asia/Shanghai`. Never the machine's. */
  readonly zone: string
  /** Named areas for `withinPolygon`. */
  readonly geometries?: Readonly<Record<string, Area>>
  /** Your own, beside the built-in ones. */
  readonly operators?: readonly Operator[]
}

export interface CompiledRules {
  /**
   * Decides for one set of facts. Synchronous; changes nothing; the same facts and `now` give the same decision.
   *
   * A fact that is absent, `null`, of a wrong type, or in a group that is not its source's, is unknown: a condition on it neither holds nor fails. Not
   * checked: whether a group's facts really come from that source; put in only what it vouched for.
   *
   * @param facts by source: `{ session: { 'person.registration': '511525' }, client: { position: {…} } }`
   * @param at.now epoch milliseconds, or a Date
   * @throws TallyError `now_invalid`; nothing else, whatever the facts are
   */
  evaluate(facts: FactGroups, at: { readonly now: number | Date }): Decision
}

/**
 * Turns a rule set into closures, once: no `eval`, so it runs under a strict CSP and in Workers. Unknown facts and operators, values an
 * operator or a fact cannot have, and bad geometry are found here, not when a citizen stands at the counter.
 *
 * @param ruleSet from `parseRules`
 * @returns refusal `rules_invalid`, with `detail.issues: RuleIssue[]`
 * @example
 * const compiled = compileRules(ruleSet, { facts: builtInFacts, zone: 'Asia/Shanghai' })
 * if (compiled.ok) compiled.value.evaluate({ session: { 'person.registration': '511525' } }, { now: Date.now() }).outcome // 'eligible'
 */
export function compileRules(ruleSet: RuleSet, options: CompileOptions): Outcome<CompiledRules, 'rules_invalid'> {
  const issues = new IssueList()
  const scope: CompileScope = {
    issues,
    facts: byName(options.facts, 'fact', issues),
    operators: byName([...builtInOperators, ...(options.operators ?? [])], 'operator', issues),
    zone: options.zone,
    ...namedAreas(options.geometries ?? {}, issues),
    nodes: 0,
  }
  if (!isZone(options.zone)) issues.add('', 'zone_unknown', 'the zone is an IANA name', 'for example Asia/Shanghai')
  if (issues.found) return issues.refusal()
  const root = compileCondition(ruleSet.condition, { path: '', message: undefined, negated: false }, scope)
  if (root === undefined || issues.found) return issues.refusal()
  return accepted({ evaluate: (facts, { now }) => decide(root, facts, now) })
}

function byName<Named extends { readonly name: string }>(
  all: readonly Named[],
  what: 'fact' | 'operator',
  issues: IssueList,
): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>()
  for (const one of all) {
    if (found.has(one.name)) issues.add('', `${what}_duplicate`, `the ${what} "${one.name}" is defined twice`)
    found.set(one.name, one)
  }
  return found
}

/** Every named area is checked, used or not: a programme with a broken map should not wait for its first citizen. */
function namedAreas(
  geometries: Readonly<Record<string, Area>>,
  issues: IssueList,
): Pick<CompileScope, 'area' | 'areaNames'> {
  const areas = new Map<string, PreparedArea>()
  for (const [name, area] of Object.entries(geometries)) {
    const prepared = prepareArea(area)
    if ('code' in prepared) issues.add(pointer('/geometries', name), prepared.code, prepared.message, prepared.hint)
    else areas.set(name, prepared)
  }
  return { area: (name) => areas.get(name), areaNames: [...areas.keys()] }
}

function isZone(zone: string): boolean {
  try {
    zoneOffsetMs(0, zone)
    return true
  } catch {
    return false
  }
}
