import { didYouMean } from '../did-you-mean.ts'
import { type FactNodeParts, factNode } from '../evaluate/fact-node.ts'
import type { Node } from '../evaluate/node.ts'
import { showable } from '../evaluate/showable.ts'
import { builtInFacts } from '../facts/built-in-facts.ts'
import type { FactDefinition } from '../facts/define-fact.ts'
import type { FactType } from '../facts/fact-types.ts'
import { typeCheck } from '../facts/type-check.ts'
import { pointer } from '../issue.ts'
import { limits } from '../limits.ts'
import type { Answer } from '../operators/answer.ts'
import { compareWith } from '../operators/compare-with.ts'
import { decorated } from '../operators/decorate.ts'
import type { Operator } from '../operators/define-operator.ts'
import { reportSchemaIssues } from '../report-schema-issues.ts'
import { type FactCondition, type FactReference, factReferenceSchema } from '../schema.ts'
import type { Term } from '../terms/term.ts'
import { type CompileScope, nextNumber, type Place } from './compile-scope.ts'
import { compileTerm } from './compile-term.ts'

type Judge = FactNodeParts['judge']

const builtIn: ReadonlySet<FactDefinition> = new Set(builtInFacts)

export function compileFactCondition(condition: FactCondition, place: Place, scope: CompileScope): Node | undefined {
  const left = compileTerm(condition, place.path, scope)
  const operator = findOperator(condition.operator, place, scope)
  if (left === undefined || operator === undefined) return undefined
  const types = typesRead(left.type, operator)
  if (types.length === 0) return reportUnsuited(left, operator, place, scope)
  const right = isReference(condition.value) ? compileOther(condition.value, left, operator, place, scope) : undefined
  if (isReference(condition.value) && right === undefined) return undefined
  const judge =
    right === undefined
      ? judgeOfValue(condition, left, operator, types, place, scope)
      : judgeOfTerm(left, right, operator, types, scope)
  if (judge === undefined) return undefined
  return factNode({
    number: nextNumber(scope, place.path),
    left,
    right,
    judge: isTrusted(operator, scope) ? judge : guarded(judge),
    negated: place.negated,
    reason: reasonOf(condition, left, right, place),
  })
}

function findOperator(name: string, place: Place, scope: CompileScope): Operator | undefined {
  const at = pointer(place.path, 'operator')
  const found = decorated(name, scope.operators)
  if (found === undefined) {
    scope.issues.add(at, 'too_deep', `more than ${limits.decorators} decorators`)
    return undefined
  }
  if (!('unknown' in found)) return found
  const { kind } = found
  const hint = didYouMean(found.unknown, found.among)
  scope.issues.add(at, `${kind}_unknown`, `no ${kind} is named "${found.unknown}"`, hint)
  return undefined
}

/** The types a value may have for this operator: the fact's own, or whatever the operator takes where nothing is declared. */
function typesRead(type: FactType | undefined, operator: Operator): readonly FactType[] {
  if (type === undefined || type === 'json') return operator.takes
  return operator.takes.includes(type) ? [type] : []
}

function reportUnsuited({ fact }: Term, operator: Operator, place: Place, scope: CompileScope): undefined {
  const suited = [...scope.operators.values()].filter((each) => each.takes.includes(fact.type)).map((each) => each.name)
  scope.issues.add(
    pointer(place.path, 'operator'),
    'operator_not_for_fact',
    `"${operator.name}" is not for "${fact.name}", which is a ${fact.type}`,
    `for a ${fact.type}: ${suited.join(', ')}`,
  )
}

function judgeOfValue(
  condition: FactCondition,
  left: Term,
  operator: Operator,
  types: readonly FactType[],
  place: Place,
  scope: CompileScope,
): Judge | undefined {
  const at = pointer(place.path, 'value')
  const value = operator.value.safeParse(condition.value)
  if (!value.success) {
    reportSchemaIssues(operator.value, condition.value, at, scope.issues)
    return undefined
  }
  const test = operator.prepare(value.data, { ...scope.tools, fact: left.fact, untyped: left.type === undefined })
  if (typeof test !== 'function') {
    scope.issues.add(at, test.code, test.message, test.hint)
    return undefined
  }
  // `now` is always an instant.
  if (operator.checksType || left.place === 'now') return test
  // The two commonest types are looked at on the spot.
  if (types.length === 1 && types[0] === 'text') {
    return (actual, now) => (typeof actual === 'string' ? test(actual, now) : 'wrong_type')
  }
  if (types.length === 1 && types[0] === 'number') {
    return (actual, now) => (Number.isFinite(actual) ? test(actual, now) : 'wrong_type')
  }
  const check = typeCheck(types)
  return (actual, now) => check(actual) ?? test(actual, now)
}

function judgeOfTerm(
  left: Term,
  right: Term,
  operator: Operator,
  types: readonly FactType[],
  scope: CompileScope,
): Judge {
  const checkLeft = typeCheck(types)
  const checkRight = typeCheck(
    right.type === undefined || right.type === 'json' ? (operator.against ?? []) : [right.type],
  )
  const compare = compareWith(operator, { ...scope.tools, fact: left.fact, untyped: left.type === undefined })
  return (actual, now, other) => checkLeft(actual) ?? checkRight(other) ?? compare(actual, other, now)
}

function isReference(value: unknown): value is FactReference {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'fact')
}

/** The other fact; types that can never meet are a mistake. */
function compileOther(
  reference: FactReference,
  left: Term,
  operator: Operator,
  place: Place,
  scope: CompileScope,
): Term | undefined {
  const at = pointer(place.path, 'value')
  const before = scope.issues.issues.length
  reportSchemaIssues(factReferenceSchema, reference, at, scope.issues)
  if (scope.issues.issues.length > before) return undefined
  const right = compileTerm(reference, at, scope)
  if (right === undefined || right.type === undefined || right.type === 'json') return right
  const { against } = operator
  const isScalarPair = left.type !== undefined && left.type !== 'json' && left.type !== 'list' && right.type !== 'list'
  const unlike = isScalarPair && operator.compare !== undefined && primitiveOf(left.type) !== primitiveOf(right.type)
  if (unlike || (against !== undefined && !against.includes(right.type))) {
    const message = `"${operator.name}" cannot compare with "${right.fact.name}", which is a ${right.type}`
    scope.issues.add(at, 'value_not_for_fact', message, against && `with a ${against.join(', ')}`)
    return undefined
  }
  return right
}

function primitiveOf(type: FactType | undefined): string {
  return type === 'number' || type === 'boolean' || type === 'instant' || type === 'position' ? type : 'string'
}

function isTrusted(operator: Operator, scope: CompileScope): boolean {
  return scope.trusted.has(scope.operators.get(operator.name.split(':').at(-1) ?? '') as Operator)
}

/** Somebody else's operator may throw: then nothing is known. */
function guarded(judge: Judge): Judge {
  return (actual, now, other): Answer => {
    try {
      const answer = judge(actual, now, other)
      return typeof answer === 'boolean' || typeof answer === 'string' ? answer : 'operator_failed'
    } catch {
      return 'operator_failed'
    }
  }
}

/** Built-in facts are named by `explainDecision`; a programme's own would be lost there. */
function labelOf({ fact }: Term): Pick<FactNodeParts['reason'], 'label'> {
  return fact.label === undefined || builtIn.has(fact) ? {} : { label: fact.label }
}

function reasonOf(
  condition: FactCondition,
  left: Term,
  right: Term | undefined,
  place: Place,
): FactNodeParts['reason'] {
  const { path, message, negated } = place
  const expected = right === undefined ? showable(condition.value) : undefined
  return {
    fact: condition.fact,
    ...labelOf(left),
    operator: condition.operator,
    path,
    ...(message === undefined ? {} : { message }),
    ...(expected === undefined ? {} : { expected }),
    ...(right === undefined ? {} : { comparedWith: right.fact.name }),
    ...(negated ? { negated } : {}),
  }
}
