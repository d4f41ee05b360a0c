import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compiled, issuesOf } from './testing/compiled.ts'
import { counting } from './testing/counting.ts'
import { randomRuleSets } from './testing/random-rule-sets.ts'
import { completeFacts, randomConditions, someFacts, stored, worldFacts } from './testing/random-rules.ts'

const leaf = { fact: 'person.identity', operator: 'equal', value: 'verified' }
const world = { facts: worldFacts }
const at = { now: 0 }

describe('hostile rules', () => {
  const nested = (depth: number, inner: unknown) => {
    let node = inner
    for (let level = 0; level < depth; level += 1) node = { all: [node] }
    return node
  }
  const chain = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [`c${index}`, index === 0 ? leaf : { condition: `c${index - 1}` }]),
  )

  it.each([
    [
      'THR-S3 a prototype in a named condition',
      JSON.parse('{"conditions":{"__proto__":{}},"rules":[]}'),
      'key_forbidden',
    ],
    ['THR-S3 a constructor in a value', { ...leaf, value: { constructor: { prototype: 1 } } }, 'key_forbidden'],
    ['a hundred thousand levels', nested(100_000, leaf), 'too_deep'],
    ['seventeen levels', nested(17, leaf), 'too_deep'],
    ['a name that a backtracking pattern would not survive', { ...leaf, fact: `${'a.'.repeat(50_000)}!` }, 'too_large'],
    [
      'a path that a backtracking pattern would not survive',
      { ...leaf, path: `$${'[0'.repeat(50)}` },
      'path_not_for_fact',
    ],
    ['a pile of decorators', { ...leaf, operator: `${'not:'.repeat(20)}equal` }, 'too_deep'],
    ['an unknown decorator', { ...leaf, operator: 'nott:equal' }, 'decorator_unknown'],
    ['an operator as a decorator', { ...leaf, operator: 'equal:equal' }, 'decorator_unknown'],
    ['a period of no days', { fact: 'now', operator: 'withinLast', value: 'P0D' }, 'value_invalid'],
    [
      'four hundred references in a row',
      { conditions: chain, rules: [{ conditions: { condition: 'c399' } }] },
      'too_deep',
    ],
    [
      'half a million values',
      { ...leaf, operator: 'in', value: Array.from({ length: 100_001 }, () => 1) },
      'too_large',
    ],
  ])('%s are refused in bounded steps', (_what, document, code) => {
    const counted = counting(document)
    expect(issuesOf(counted.document).map((issue) => issue.code)).toContain(code)
    // Looks into the document, not milliseconds: those are printed by the rules bench. The chain of 400 is the longest that is read whole.
    expect(counted.reads()).toBeLessThan(10_000)
  })

  it('reads nothing from a polluted Object.prototype', () => {
    const rules = compiled({ all: [leaf, { fact: 'person.list', operator: 'contains', value: 'exempt' }] })
    const prototype = Object.prototype as unknown as Record<string, unknown>
    prototype['person.identity'] = 'verified'
    prototype.session = { 'person.list': ['exempt'] }
    try {
      expect(rules.evaluate({ session: {} }, at).outcome).toBe('undecided')
      expect(rules.test({}, at)).toBe('undecided')
    } finally {
      delete prototype['person.identity']
      delete prototype.session
    }
  })

  it('never reads a fact from the names every object has', () => {
    const facts = [{ name: 'constructor', type: 'json', source: 'store', cost: 0, privacy: 'public' }] as const
    const rules = compiled({ fact: 'constructor', operator: 'equal', value: 'x', path: '$.name' }, { facts })
    expect(rules.evaluate({ store: {} }, at).needs).toEqual(['constructor'])
  })
})

describe('evaluation', () => {
  it('says the same in a hurry as in full', () => {
    fc.assert(
      fc.property(randomConditions, someFacts, (conditions, facts) => {
        const rules = compiled(conditions, world)
        expect(rules.test(stored(facts), at)).toBe(rules.evaluate(stored(facts), at).outcome)
      }),
      { numRuns: 500 },
    )
  })

  it('asks for nothing idle: each fact it needs can change the outcome, conditions taken as independent', () => {
    const given = fc.array(fc.option(fc.boolean()), { minLength: 200, maxLength: 200 })
    fc.assert(
      fc.property(randomConditions, given, (conditions, values) => {
        const { tree, names } = switches(conditions)
        const open = names.filter((_, index) => (values[index] ?? null) === null)
        fc.pre(names.length <= values.length && open.length <= 8)
        const rules = compiled(tree, { facts: names.map(switchFact) })
        const known = Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]))
        for (const need of rules.evaluate({ store: known }, at).needs) {
          // In some completion of the others it stays open without this one: with it, everything is told and it is settled.
          const others = open.filter((name) => name !== need)
          const decisive = Array.from({ length: 2 ** others.length }, (_, bits) => {
            const told = Object.fromEntries(others.map((name, place) => [name, ((bits >> place) & 1) === 1]))
            return rules.test({ store: { ...known, ...told } }, at)
          })
          expect(decisive).toContain('undecided')
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is monotone for whole rule sets: a settled outcome and a given event stay when facts are added', () => {
    fc.assert(
      fc.property(randomRuleSets, someFacts, completeFacts, (ruleSet, known, others) => {
        const rules = compiled(ruleSet, world)
        const before = rules.evaluate(stored(known), at)
        const after = rules.evaluate(stored({ ...others, ...known }), at)
        expect(after.outcome).not.toBe('undecided')
        if (before.outcome !== 'undecided') expect(after.outcome).toBe(before.outcome)
        const types = after.events.map(({ type }) => type)
        for (const { type } of before.events) expect(types).toContain(type)
      }),
      { numRuns: 400 },
    )
  })

  it('answers the same when an operator asks the same rules meanwhile', () => {
    const rules = compiled(leaf)
    const facts = { session: { 'person.identity': 'verified' } }
    const session = {
      get 'person.identity'() {
        return rules.test(facts, at) === 'eligible' ? 'none' : 'verified'
      },
    }
    expect(rules.evaluate({ session }, at).outcome).toBe('ineligible')
    expect(rules.test(facts, at)).toBe('eligible')
  })
})

/** The same tree with a switch of its own for every condition, so that conditions are independent and each can hold and fail. */
function switches(node: unknown): { tree: unknown; names: readonly string[] } {
  const names: string[] = []
  const walk = (current: unknown): unknown => {
    const { all, any, not } = current as { all?: unknown[]; any?: unknown[]; not?: unknown }
    if (all !== undefined) return { all: all.map(walk) }
    if (any !== undefined) return { any: any.map(walk) }
    if (not !== undefined) return { not: walk(not) }
    names.push(`x.${names.length}`)
    return { fact: names.at(-1), operator: 'equal', value: true }
  }
  return { tree: walk(node), names }
}

function switchFact(name: string) {
  return { name, type: 'boolean', source: 'store', cost: 0, privacy: 'public' } as const
}
