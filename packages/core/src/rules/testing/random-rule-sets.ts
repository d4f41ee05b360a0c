import fc from 'fast-check'

const numbers = ['n.a', 'n.b', 'n.c'] as const
const texts = ['t.a', 't.b'] as const
const lists = ['l.a', 'l.b'] as const

const number = fc.integer({ min: -2, max: 2 })
const text = fc.constantFrom('red', 'green', 'blue')
const texts1 = fc.array(text, { minLength: 1, maxLength: 3 })
const numbers1 = fc.array(number, { minLength: 1, maxLength: 3 })
const reference = (names: readonly string[]) => fc.record({ fact: fc.constantFrom(...names) })
const orders = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive', 'equal', 'notEqual']
const equalities = ['equal', 'notEqual']

function condition(
  facts: readonly string[],
  operators: readonly string[],
  value: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  // Some with one or two more "not" around: they are whole operators too.
  const decorated = fc.tuple(fc.constantFrom('', '', 'not:', 'not:not:'), fc.constantFrom(...operators))
  return fc.record({ fact: fc.constantFrom(...facts), operator: decorated.map((parts) => parts.join('')), value })
}

const overLists = (inner: readonly string[]) =>
  inner.flatMap((name) => [`someFact:${name}`, `everyFact:${name}`, `everyFact:not:${name}`])
const overValues = (inner: readonly string[]) =>
  inner.flatMap((name) => [`someValue:${name}`, `everyValue:${name}`, `not:someValue:${name}`])

/** Leaves in every operator and decorator that json-rules-engine has, values and facts on the right. */
const leaf = fc.oneof(
  condition(numbers, orders, fc.oneof(number, reference(numbers))),
  condition(
    numbers,
    orders.map((name) => `swap:${name}`),
    fc.oneof(number, reference(numbers)),
  ),
  condition(numbers, ['in', 'notIn'], numbers1),
  condition(numbers, overValues(orders), numbers1),
  condition(texts, equalities, fc.oneof(text, reference(texts))),
  condition(texts, ['in', 'notIn'], fc.oneof(texts1, reference(lists))),
  condition(texts, overValues(equalities), fc.oneof(texts1, reference(lists))),
  condition(texts, ['swap:contains', 'swap:doesNotContain'], fc.oneof(reference(lists))),
  condition(lists, ['contains', 'doesNotContain'], fc.oneof(text, reference(texts))),
  condition(lists, ['swap:in', 'swap:notIn'], fc.oneof(text, reference(texts))),
  condition(lists, overLists(equalities), fc.oneof(text, reference(texts))),
  condition(lists, overLists(['in', 'notIn']), fc.oneof(texts1, reference(lists))),
  condition(lists, ['everyFact:someValue:equal', 'someFact:everyValue:notEqual'], texts1),
  condition(['b.a'], equalities, fc.boolean()),
)

const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'medium', withCrossShrink: true },
    leaf,
    fc.record({ condition: fc.constantFrom('shared', 'common') }),
    fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
}))

const plainNode = fc.oneof(
  leaf,
  fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
  fc.record({ not: fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 2 }) }) }),
)

export interface RandomRuleSet {
  readonly conditions: Readonly<Record<'shared' | 'common', unknown>>
  readonly rules: readonly {
    readonly name: string
    readonly priority: number
    readonly conditions: unknown
    readonly event: { readonly type: string; readonly params: Readonly<Record<string, unknown>> }
  }[]
}

/** Rule sets with shared conditions, priorities, and events that fill in a fact. */
export const randomRuleSets: fc.Arbitrary<RandomRuleSet> = fc.record({
  conditions: fc.record({ shared: plainNode, common: plainNode }),
  rules: fc
    .array(
      fc.tuple(fc.record({ all: fc.array(node, { minLength: 1, maxLength: 2 }) }), fc.integer({ min: 1, max: 3 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((rules) =>
      rules.map(([conditions, priority], index) => ({
        name: `rule-${index}`,
        priority,
        conditions,
        event: { type: `event-${index}`, params: { fixed: index, filled: { fact: 'n.a' } } },
      })),
    ),
})
