import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compiled, issuesOf } from './testing/compiled.ts'
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
    const started = performance.now()
    const issues = issuesOf(document)
    const took = performance.now() - started
    expect(issues.map((issue) => issue.code)).toContain(code)
    // 50 ms are asked for; a shared machine may pause, a backtracking pattern would take years.
    expect(took).toBeLessThan(500)
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
    fc.assert(
      fc.property(
        randomConditions,
        someFacts,
        fc.array(completeFacts, { minLength: 60, maxLength: 60 }),
        (conditions, known, worlds) => {
          const rules = compiled(separated(conditions), { facts: manyFacts(conditions) })
          const facts = spread(conditions, known)
          for (const need of rules.evaluate({ store: facts }, at).needs) {
            // Some completion of the others leaves it open with this one missing, and closed once it is told.
            const decisive = worlds.some((others, turn) => {
              const rest = { ...spread(conditions, others, turn), ...facts }
              delete rest[need]
              return rules.test({ store: rest }, at) === 'undecided'
            })
            expect(decisive || worlds.length === 0).toBe(true)
          }
        },
      ),
      { numRuns: 60 },
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

interface Leaf {
  readonly fact: string
}

/** The same tree with a fact of its own for every condition, so that conditions are independent. */
function separated(node: unknown): unknown {
  let number = 0
  const walk = (current: unknown): unknown => {
    const { all, any, not } = current as { all?: unknown[]; any?: unknown[]; not?: unknown }
    if (all !== undefined) return { all: all.map(walk) }
    if (any !== undefined) return { any: any.map(walk) }
    if (not !== undefined) return { not: walk(not) }
    number += 1
    return { ...(current as object), fact: `${(current as Leaf).fact}.${number}` }
  }
  return walk(node)
}

function leavesOf(node: unknown): readonly string[] {
  const { all, any, not, fact } = node as { all?: unknown[]; any?: unknown[]; not?: unknown; fact?: string }
  return fact !== undefined ? [fact] : (all ?? any ?? [not]).flatMap(leavesOf)
}

function manyFacts(node: unknown) {
  return leavesOf(node).map((name, index) => {
    const like = worldFacts.find((fact) => fact.name === name)
    if (like === undefined) throw new Error('a fact of the world')
    return { ...like, name: `${name}.${index + 1}` }
  })
}

/** Values for every separated fact; `turn` rotates them, so that two conditions on one fact can differ. */
function spread(node: unknown, facts: Readonly<Record<string, unknown>>, turn = 0): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const sameKind = (name: string) => Object.keys(facts).filter((other) => other[0] === name[0])
  leavesOf(node).forEach((name, index) => {
    const kin = sameKind(name)
    const from = turn === 0 ? name : kin[(index * 7 + turn) % Math.max(1, kin.length)]
    if (from !== undefined && facts[from] !== undefined) values[`${name}.${index + 1}`] = facts[from]
  })
  return values
}
