import * as z from 'zod'
import { typeCheck } from '../facts/type-check.ts'
import { limits } from '../limits.ts'
import type { Answer, Test } from './answer.ts'
import { compareWith } from './compare-with.ts'
import type { Operator } from './define-operator.ts'

type Decorator = (inner: Operator) => Operator

const anyType: Operator['takes'] = [
  'text',
  'number',
  'boolean',
  'date',
  'instant',
  'region',
  'position',
  'list',
  'json',
]

/** json-rules-engine's decorators: they make an operator of another, `everyFact:not:equal` from the right. */
export const decorators: ReadonlyMap<string, Decorator> = new Map<string, Decorator>([
  ['not', not],
  ['swap', swap],
  ['someFact', (inner) => overFact(inner, true)],
  ['everyFact', (inner) => overFact(inner, false)],
  ['someValue', (inner) => overValue(inner, true)],
  ['everyValue', (inner) => overValue(inner, false)],
])

/** The opposite. What is unknown stays unknown. */
function not(inner: Operator): Operator {
  return {
    ...inner,
    name: `not:${inner.name}`,
    prepare(value, tools) {
      const test = inner.prepare(value, tools)
      return typeof test === 'function' ? (actual, now) => opposite(test(actual, now)) : test
    },
    ...(inner.compare && {
      compare: (a: unknown, b: unknown, now: number) => opposite(inner.compare?.(a, b, now) ?? ''),
    }),
    must: inner.mustNot,
    mustNot: inner.must,
  }
}

function opposite(answer: Answer): Answer {
  return typeof answer === 'string' ? answer : !answer
}

/** The value stands on the left and the fact on the right. */
function swap(inner: Operator): Operator {
  const check = typeCheck(inner.takes)
  return {
    name: `swap:${inner.name}`,
    takes: inner.against ?? anyType,
    value: z.unknown(),
    prepare(value, tools) {
      const problem = check(value)
      if (problem !== undefined) {
        return {
          code: 'value_not_for_operator',
          message: `"${inner.name}" takes no such value on its left (${problem})`,
        }
      }
      const compare = compareWith(inner, tools)
      return (actual, now) => compare(value, actual, now)
    },
    against: inner.takes,
    ...(inner.compare && { compare: (a: unknown, b: unknown, now: number) => inner.compare?.(b, a, now) ?? '' }),
  }
}

/** Some or every entry of the fact, a list. An entry of a type the operator does not take is unknown. */
function overFact(inner: Operator, some: boolean): Operator {
  const check = inner.checksType ? undefined : typeCheck(inner.takes)
  return {
    name: `${some ? 'someFact' : 'everyFact'}:${inner.name}`,
    takes: ['list', 'json'],
    value: inner.value,
    prepare(value, tools) {
      const test = inner.prepare(value, { ...tools, untyped: true })
      if (typeof test !== 'function') return test
      return (actual, now) => over(actual, some, (entry) => check?.(entry) ?? test(entry, now))
    },
    against: inner.against,
    ...(inner.compare && {
      compare: (a: unknown, b: unknown, now: number) =>
        over(a, some, (entry) => typeCheck(inner.takes)(entry) ?? inner.compare?.(entry, b, now) ?? ''),
    }),
  }
}

/** Some or every entry of the value, a list. */
function overValue(inner: Operator, some: boolean): Operator {
  return {
    ...inner,
    name: `${some ? 'someValue' : 'everyValue'}:${inner.name}`,
    value: z.array(inner.value).min(1).max(limits.listLength),
    prepare(values, tools) {
      const tests: Test[] = []
      for (const value of values as readonly unknown[]) {
        const test = inner.prepare(value, tools)
        if (typeof test !== 'function') return test
        tests.push(test)
      }
      return (actual, now) => over(tests, some, (test) => (test as Test)(actual, now))
    },
    against: ['list', 'json'],
    ...(inner.compare && {
      compare: (a: unknown, b: unknown, now: number) => over(b, some, (entry) => inner.compare?.(a, entry, now) ?? ''),
    }),
    must: undefined,
    mustNot: undefined,
  }
}

/** Kleene's "some" and "every": an unknown entry matters only when no other settles it. */
function over(list: unknown, some: boolean, judge: (entry: unknown) => Answer): Answer {
  if (!Array.isArray(list)) return 'wrong_type'
  let problem: string | undefined
  for (const entry of list) {
    const answer = judge(entry)
    if (answer === some) return some
    if (typeof answer === 'string') problem ??= answer
  }
  return problem ?? !some
}

/** Each decorated operator is made once: there are at most as many as the decorators allow. */
const made = new WeakMap<Operator, Map<string, Operator>>()

function withDecorator(inner: Operator, name: string, decorate: Decorator): Operator {
  let ofInner = made.get(inner)
  if (ofInner === undefined) {
    ofInner = new Map()
    made.set(inner, ofInner)
  }
  let operator = ofInner.get(name)
  if (operator === undefined) {
    operator = decorate(inner)
    ofInner.set(name, operator)
  }
  return operator
}

export interface UnknownPart {
  readonly unknown: string
  readonly kind: 'operator' | 'decorator'
  readonly among: Iterable<string>
}

/** What `everyFact:not:equal` is, or which part of it is not known. */
export function decorated(name: string, operators: ReadonlyMap<string, Operator>): Operator | UnknownPart | undefined {
  const parts = name.split(':')
  const base = parts.pop() ?? ''
  let operator = operators.get(base)
  if (operator === undefined) return { unknown: base, kind: 'operator', among: operators.keys() }
  if (parts.length > limits.decorators) return undefined
  for (const part of parts.reverse()) {
    const decorate = decorators.get(part)
    if (decorate === undefined) return { unknown: part, kind: 'decorator', among: decorators.keys() }
    operator = withDecorator(operator, part, decorate)
  }
  return operator
}
