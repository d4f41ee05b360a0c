import { defineFact } from '../facts/define-fact.ts'
import { pointer } from '../issue.ts'
import { limits } from '../limits.ts'
import { reportSchemaIssues } from '../report-schema-issues.ts'
import type { Condition } from '../schema.ts'
import { checkCondition, type Walk } from './check-condition.ts'
import { checkExpression } from './check-expression.ts'
import { documentSchema, type RuleDocument } from './document-schema.ts'
import type { Derivation, Expression, Rule, RuleSet } from './rule-set.ts'

/** Checks a whole document, already a private copy of JSON; answers nothing when its shape is wrong, after reporting it. */
export function checkDocument(copy: Readonly<Record<string, unknown>>, walk: Walk): RuleSet | undefined {
  reportSchemaIssues(documentSchema, copy, '', walk.issues)
  if (walk.issues.found) return undefined
  const document = copy as RuleDocument
  checkCounts(document, walk)
  const { conditions = {}, derived = {}, rules } = document
  for (const [name, condition] of Object.entries(conditions)) {
    checkCondition(condition, pointer('/conditions', name), walk, false)
  }
  for (const [name, derivation] of Object.entries(derived)) checkDerivation(derivation, pointer('/derived', name), walk)
  rules.forEach((rule, index) => {
    checkCondition(rule.conditions, pointer('/rules', index, 'conditions'), walk, true)
  })
  checkNames(rules, walk)
  return {
    ...document,
    rules: rules.map((rule, index) => ({ ...rule, path: pointer('/rules', index, 'conditions') }) as Rule),
    conditions: conditions as Readonly<Record<string, Condition>>,
    derived: derived as Readonly<Record<string, Derivation>>,
    facts: Object.entries(document.facts ?? {}).map(([name, fact]) => defineFact({ name, ...withoutAbsent(fact) })),
    areas: document.areas ?? {},
    calendars: document.calendars ?? {},
    tests: document.tests ?? [],
  } as unknown as RuleSet
}

type Declared = NonNullable<RuleDocument['facts']>[string]

function withoutAbsent(fact: Declared): Omit<Parameters<typeof defineFact>[0], 'name'> {
  return fact as Omit<Parameters<typeof defineFact>[0], 'name'>
}

function checkCounts(document: RuleDocument, walk: Walk): void {
  for (const key of ['conditions', 'derived', 'facts', 'areas', 'calendars'] as const) {
    if (Object.keys(document[key] ?? {}).length > limits.named) {
      walk.issues.add(pointer('', key), 'too_large', `more than ${limits.named} entries`)
    }
  }
}

function checkDerivation(derivation: { rule: unknown } | { value: unknown }, path: string, walk: Walk): void {
  if ('rule' in derivation) checkCondition(derivation.rule, pointer(path, 'rule'), walk, false)
  else checkExpression(derivation.value as Expression, pointer(path, 'value'), 1, walk.issues)
}

/** A name stands for one rule: dry runs and audits speak of rules by name. */
function checkNames(rules: RuleDocument['rules'], walk: Walk): void {
  const seen = new Set<string>()
  rules.forEach(({ name }, index) => {
    if (name === undefined) return
    if (seen.has(name)) {
      walk.issues.add(pointer('/rules', index, 'name'), 'rule_duplicate', `two rules are named "${name}"`)
    }
    seen.add(name)
  })
}
