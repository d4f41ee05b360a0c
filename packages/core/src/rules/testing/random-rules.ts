import fc from 'fast-check'
import type { FactCatalogue } from '../facts/define-fact.ts'
import { defineFact } from '../facts/define-fact.ts'
import type { FactGroups } from '../facts/fact-groups.ts'
import type { FactType } from '../facts/fact-types.ts'

const numbers = ['n.a', 'n.b', 'n.c'] as const
const texts = ['t.a', 't.b'] as const
const lists = ['l.a', 'l.b'] as const

/** A small world, so that conditions often meet: three numbers, two texts, two lists, one switch. */
export const worldFacts: FactCatalogue = [
  ...numbers.map((name, cost) => fact(name, 'number', cost)),
  ...texts.map((name, cost) => fact(name, 'text', cost + 3)),
  ...lists.map((name, cost) => fact(name, 'list', cost + 1)),
  fact('b.a', 'boolean', 9),
]

const number = fc.integer({ min: -2, max: 2 })
const text = fc.constantFrom('red', 'green', 'blue')
const list = fc.array(text, { maxLength: 3 })

const leaf = fc.oneof(
  condition(
    numbers,
    ['equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'],
    number,
  ),
  condition(numbers, ['in', 'notIn'], fc.array(number, { minLength: 1, maxLength: 3 })),
  condition(texts, ['equal', 'notEqual'], text),
  condition(texts, ['in', 'notIn'], fc.array(text, { minLength: 1, maxLength: 2 })),
  condition(lists, ['contains', 'doesNotContain'], text),
  condition(['b.a'], ['equal', 'notEqual'], fc.boolean()),
)

/** Conditions in json-rules-engine's own operators, up to five deep. */
export const randomConditions = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'medium', withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ not: tie('node') }),
  ),
})).node

export type WorldFacts = Readonly<Record<string, unknown>>

/** Every fact of the world, each of its type. */
export const completeFacts: fc.Arbitrary<WorldFacts> = fc.record(arbitraries())

/** Any part of the world. */
export const someFacts: fc.Arbitrary<WorldFacts> = fc.record(arbitraries(), { requiredKeys: [] })

/** As `evaluate` takes them: the world's facts all come from the store. */
export function stored(facts: WorldFacts): FactGroups {
  return { store: facts }
}

function arbitraries(): Record<string, fc.Arbitrary<unknown>> {
  const all: Record<string, fc.Arbitrary<unknown>> = { 'b.a': fc.boolean() }
  for (const name of numbers) all[name] = number
  for (const name of texts) all[name] = text
  for (const name of lists) all[name] = list
  return all
}

function condition(
  facts: readonly string[],
  operators: readonly string[],
  value: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  return fc.record({ fact: fc.constantFrom(...facts), operator: fc.constantFrom(...operators), value })
}

function fact(name: string, type: FactType, cost: number): FactCatalogue[number] {
  return defineFact({ name, type, source: 'store', cost, privacy: 'public' })
}
