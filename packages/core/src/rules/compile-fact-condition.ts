import type { CompileScope, Place } from './compile-scope.ts'
import { didYouMean } from './did-you-mean.ts'
import { factNode } from './evaluate/fact-node.ts'
import type { Node } from './evaluate/node.ts'
import { showable } from './evaluate/showable.ts'
import { type FactDefinition, factKey } from './facts/define-fact.ts'
import { type FactType, factTypeChecks } from './facts/fact-types.ts'
import { parseFactPath } from './facts/parse-fact-path.ts'
import { factReader } from './facts/read-fact.ts'
import { pointer } from './issue.ts'
import type { Operator, Test } from './operators/define-operator.ts'
import { reportSchemaIssues } from './report-schema-issues.ts'
import type { FactCondition } from './schema.ts'

/** Types that have something inside for a path to lead to. */
const withInside: readonly FactType[] = ['json', 'list', 'position']

export function compileFactCondition(condition: FactCondition, place: Place, scope: CompileScope): Node | undefined {
  const fact = findFact(condition, place, scope)
  const operator = scope.operators.get(condition.operator)
  if (operator === undefined) {
    const hint = didYouMean(condition.operator, scope.operators.keys())
    const at = pointer(place.path, 'operator')
    scope.issues.add(at, 'operator_unknown', `no operator is named "${condition.operator}"`, hint)
  }
  if (fact === undefined || operator === undefined) return undefined
  const steps = stepsOf(condition, fact, place, scope)
  if (steps === undefined || !paramsFit(condition, fact, place, scope)) return undefined
  const untyped = steps.length > 0
  const types = typesRead(fact, operator, untyped)
  if (types.length === 0) return reportUnsuited(fact, operator, place, scope)
  const test = prepareTest(condition, fact, operator, untyped, place, scope)
  if (test === undefined) return undefined
  const key = factKey(fact.name, condition.params)
  return factNode({
    number: scope.nodes++,
    read: factReader(fact, key, steps),
    check: checkOf(types),
    test,
    negated: place.negated,
    need: { key, cost: fact.cost },
    personal: fact.privacy === 'personal',
    reason: reasonOf(condition, place),
  })
}

function findFact(condition: FactCondition, place: Place, scope: CompileScope): FactDefinition | undefined {
  const fact = scope.facts.get(condition.fact)
  if (fact === undefined) {
    const hint = didYouMean(condition.fact, scope.facts.keys())
    scope.issues.add(pointer(place.path, 'fact'), 'fact_unknown', `no fact is named "${condition.fact}"`, hint)
  }
  return fact
}

function stepsOf(
  condition: FactCondition,
  fact: FactDefinition,
  place: Place,
  scope: CompileScope,
): readonly (string | number)[] | undefined {
  if (condition.path === undefined) return []
  const at = pointer(place.path, 'path')
  if (!withInside.includes(fact.type)) {
    scope.issues.add(at, 'path_not_for_fact', `"${fact.name}" is a ${fact.type}: there is nothing inside it`)
    return undefined
  }
  const steps = parseFactPath(condition.path)
  if (steps === undefined)
    scope.issues.add(at, 'path_invalid', 'a path leads to one place', 'for example $.address.city or $.items[0]')
  return steps
}

function paramsFit(condition: FactCondition, fact: FactDefinition, place: Place, scope: CompileScope): boolean {
  const strange = Object.keys(condition.params ?? {}).filter((name) => !(fact.params ?? []).includes(name))
  for (const name of strange) {
    const at = pointer(place.path, 'params', name)
    scope.issues.add(at, 'param_unknown', `"${fact.name}" takes no "${name}"`, didYouMean(name, fact.params ?? []))
  }
  return strange.length === 0
}

/** The types a value may have for this operator: the fact's own, or whatever the operator takes where nothing is declared. */
function typesRead(fact: FactDefinition, operator: Operator, untyped: boolean): readonly FactType[] {
  if (untyped || fact.type === 'json') return operator.takes
  return operator.takes.includes(fact.type) || operator.takes.includes('json') ? [fact.type] : []
}

function reportUnsuited(fact: FactDefinition, operator: Operator, place: Place, scope: CompileScope): undefined {
  const suited = [...scope.operators.values()].filter((each) => each.takes.includes(fact.type)).map((each) => each.name)
  scope.issues.add(
    pointer(place.path, 'operator'),
    'operator_not_for_fact',
    `"${operator.name}" is not for "${fact.name}", which is a ${fact.type}`,
    `for a ${fact.type}: ${suited.join(', ')}`,
  )
}

function prepareTest(
  condition: FactCondition,
  fact: FactDefinition,
  operator: Operator,
  untyped: boolean,
  place: Place,
  scope: CompileScope,
): Test | undefined {
  const at = pointer(place.path, 'value')
  const value = operator.value.safeParse(condition.value)
  if (!value.success) {
    reportSchemaIssues(operator.value, condition.value, at, scope.issues)
    return undefined
  }
  const { zone, area, areaNames } = scope
  const test = operator.prepare(value.data, { fact, untyped, zone, area, areaNames })
  if (typeof test === 'function') return test
  scope.issues.add(at, test.code, test.message, test.hint)
  return undefined
}

function checkOf(types: readonly FactType[]): (value: unknown) => string | undefined {
  const [first, ...others] = types.map((type) => factTypeChecks[type])
  if (first === undefined) return () => undefined
  if (others.length === 0) return first
  return (value) => {
    const problem = first(value)
    return problem !== undefined && others.some((check) => check(value) === undefined) ? undefined : problem
  }
}

function reasonOf(condition: FactCondition, { path, message }: Place): Parameters<typeof factNode>[0]['reason'] {
  const expected = showable(condition.value)
  return {
    fact: condition.fact,
    operator: condition.operator,
    path,
    ...(message === undefined ? {} : { message }),
    ...(expected === undefined ? {} : { expected }),
  }
}
