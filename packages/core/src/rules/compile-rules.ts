import { accepted, type Outcome } from '../kernel/outcome.ts'
import { type Area, type PreparedArea, prepareArea } from './area/prepare-area.ts'
import type { Calendar } from './calendar/calendar-schema.ts'
import { localClock } from './calendar/local-clock.ts'
import { namedCalendars } from './calendar/named-calendars.ts'
import { compileCondition } from './compile/compile-condition.ts'
import { compileRule } from './compile/compile-rule.ts'
import type { CompileScope } from './compile/compile-scope.ts'
import { compileTerm } from './compile/compile-term.ts'
import { type CompiledRules, compiledRules } from './compiled-rules.ts'
import type { CompiledRule, Program } from './evaluate/decide.ts'
import type { Node } from './evaluate/node.ts'
import type { FactCatalogue } from './facts/define-fact.ts'
import { IssueList, pointer } from './issue.ts'
import type { RuleSet } from './language/rule-set.ts'
import { builtInOperators } from './operators/built-in-operators.ts'
import type { Operator } from './operators/define-operator.ts'

export interface CompileOptions {
  /** Every fact the rules may speak of, e.g. `[...builtInFacts, defineFact(…)]`; those the document declares come on top. */
  readonly facts: FactCatalogue
  /** IANA zone for days, ages and hours, e.g. `Asia/Shanghai`. Never the machine's. The document's own zone, if any, must be the same. */
  readonly zone: string
  /** Named areas for `withinPolygon`, beside those of the document. */
  readonly geometries?: Readonly<Record<string, Area>>
  /** Named calendars for `onWorkingDay`, beside those of the document and `national`. */
  readonly calendars?: Readonly<Record<string, Calendar>>
  /** Your own, beside the built-in ones. */
  readonly operators?: readonly Operator[]
  /** Labels: conditions and rules that carry labels are compiled in only when they carry one of these. Absent: all are. */
  readonly scope?: readonly string[]
}

/**
 * Turns a rule set into closures, once: no `eval`, so it runs under a strict CSP and in Workers. Unknown facts, operators, decorators and
 * named conditions, values an operator or a fact cannot have, references in a circle and bad geometry are found here, not when a citizen
 * stands at the counter.
 *
 * @param ruleSet from `parseRules`
 * @returns refusal `rules_invalid`, with `detail.issues: RuleIssue[]`
 * @example
 * const compiled = compileRules(ruleSet, { facts: builtInFacts, zone: 'Asia/Shanghai' })
 * if (compiled.ok) compiled.value.evaluate({ session: { 'person.registration': '511525' } }, { now: Date.now() }).outcome // 'eligible'
 */
export function compileRules(ruleSet: RuleSet, options: CompileOptions): Outcome<CompiledRules, 'rules_invalid'> {
  const issues = new IssueList()
  const scope = scopeOf(ruleSet, options, issues)
  if (issues.found) return issues.refusal()
  const rules: CompiledRule[] = []
  for (const rule of ruleSet.rules) {
    const compiled = compileRule(rule, scope)
    if (compiled !== undefined && compiled !== 'left out') rules.push(compiled)
  }
  checkUnused(ruleSet, scope)
  if (issues.found) return issues.refusal()
  if (rules.every(({ advisory }) => advisory)) {
    issues.add(
      '',
      'scope_empty',
      'nothing is left that could decide',
      'a required rule with one of the labels asked for',
    )
    return issues.refusal()
  }
  return accepted(compiledRules(programOf(rules, scope.advice), scope))
}

/** 2000-01-01T00:00:00Z; any would do to try a zone by. */
const someInstant = 946_684_800_000

function scopeOf(ruleSet: RuleSet, options: CompileOptions, issues: IssueList): CompileScope {
  const { zone } = options
  const facts = byName([...options.facts, ...ruleSet.facts], 'fact', issues)
  for (const name of Object.keys(ruleSet.derived)) {
    if (facts.has(name)) issues.add(pointer('/derived', name), 'fact_duplicate', `the fact "${name}" is defined twice`)
  }
  if (ruleSet.zone !== undefined && ruleSet.zone !== zone) {
    issues.add('/zone', 'zone_other', `the rules are written for ${ruleSet.zone}, not for ${zone}`)
  }
  const clock = localClock(zone)
  if (!clock.at(someInstant)) issues.add('', 'zone_unknown', 'the zone is an IANA name', 'for example Asia/Shanghai')
  const areas = namedAreas({ ...options.geometries, ...ruleSet.areas }, issues)
  const calendars = namedCalendars({ ...options.calendars, ...ruleSet.calendars }, issues)
  return {
    issues,
    facts,
    operators: byName([...builtInOperators, ...(options.operators ?? [])], 'operator', issues),
    trusted: new Set(builtInOperators),
    tools: {
      zone,
      clock,
      area: (name) => areas.get(name),
      areaNames: [...areas.keys()],
      calendar: (name) => calendars.get(name),
      calendarNames: [...calendars.keys()],
    },
    conditions: ruleSet.conditions,
    derived: ruleSet.derived,
    labels: options.scope === undefined ? undefined : new Set(options.scope),
    open: [],
    written: new Set(),
    advice: [],
    read: new Map(),
    nodes: 0,
    compileCondition,
  }
}

function programOf(rules: readonly CompiledRule[], advice: readonly Node[]): Program {
  const deciding = rules.filter(({ advisory }) => !advisory).map(({ node }) => node)
  return {
    rules: rules.toSorted((a, b) => b.priority - a.priority),
    deciding,
    advising: [...rules.filter(({ advisory }) => advisory).map(({ node }) => node), ...advice],
    hasEvents: rules.some(({ event }) => event !== undefined),
  }
}

/** What no rule refers to is checked as well: a mistake should not wait for the rule that will use it. */
function checkUnused(ruleSet: RuleSet, scope: CompileScope): void {
  const trial: CompileScope = { ...scope, advice: [], read: new Map(), nodes: 0 }
  const place = { message: undefined, negated: false, opposable: false }
  for (const [name, condition] of Object.entries(ruleSet.conditions)) {
    if (scope.issues.found || scope.written.has(`condition ${name}`)) continue
    compileCondition(condition, { ...place, path: pointer('/conditions', name) }, trial)
  }
  for (const name of Object.keys(ruleSet.derived)) {
    if (scope.issues.found || scope.written.has(`derived ${name}`)) continue
    compileTerm({ fact: name }, pointer('/derived', name), trial)
  }
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
function namedAreas(geometries: Readonly<Record<string, Area>>, issues: IssueList): ReadonlyMap<string, PreparedArea> {
  const areas = new Map<string, PreparedArea>()
  for (const [name, area] of Object.entries(geometries)) {
    const prepared = prepareArea(area)
    if ('code' in prepared) issues.add(pointer('/geometries', name), prepared.code, prepared.message, prepared.hint)
    else areas.set(name, prepared)
  }
  return areas
}
