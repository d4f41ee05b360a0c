import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compiled } from '../testing/compiled.ts'
import { completeFacts, randomConditions, someFacts, stored, worldFacts } from '../testing/random-rules.ts'

const world = { facts: worldFacts }
const at = { now: 0 }

describe('three-valued logic', () => {
  const a = { fact: 'n.a', operator: 'equal', value: 1 }
  const b = { fact: 'n.b', operator: 'equal', value: 1 }

  it.each([
    [{ all: [a, b] }, { 'n.a': 1 }, 'undecided'],
    [{ all: [a, b] }, { 'n.a': 0 }, 'ineligible'],
    [{ any: [a, b] }, { 'n.a': 0 }, 'undecided'],
    [{ any: [a, b] }, { 'n.a': 1 }, 'eligible'],
    [{ not: a }, {}, 'undecided'],
    [{ not: { all: [a, b] } }, { 'n.a': 0 }, 'eligible'],
    [{ not: { any: [a, b] } }, { 'n.a': 0 }, 'undecided'],
  ])('%j with %j is %s', (document, facts, outcome) => {
    expect(compiled(document, world).evaluate(stored(facts), at).outcome).toBe(outcome)
  })

  it('is monotone: a settled outcome stays when a fact is added', () => {
    fc.assert(
      fc.property(randomConditions, someFacts, completeFacts, (conditions, known, others) => {
        const rules = compiled(conditions, world)
        const before = rules.evaluate(stored(known), at).outcome
        const after = rules.evaluate(stored({ ...others, ...known }), at).outcome
        expect(after).not.toBe('undecided')
        if (before !== 'undecided') expect(after).toBe(before)
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order of conditions', () => {
    fc.assert(
      fc.property(randomConditions, someFacts, (conditions, facts) => {
        const there = compiled(conditions, world).evaluate(stored(facts), at)
        const back = compiled(reversed(conditions), world).evaluate(stored(facts), at)
        expect(back.outcome).toBe(there.outcome)
        expect(back.needs).toEqual(there.needs)
        expect(back.reasons).toHaveLength(there.reasons.length)
      }),
      { numRuns: 500 },
    )
  })
})

describe('needs', () => {
  it('is complete: without the facts it names, the outcome stays open whatever else is told', () => {
    fc.assert(
      fc.property(randomConditions, someFacts, completeFacts, (conditions, known, others) => {
        const rules = compiled(conditions, world)
        const { outcome, needs } = rules.evaluate(stored(known), at)
        expect(needs.length > 0).toBe(outcome === 'undecided')
        const rest = Object.fromEntries(Object.entries(others).filter(([name]) => !needs.includes(name)))
        expect(rules.evaluate(stored({ ...rest, ...known }), at).outcome).toBe(outcome)
      }),
      { numRuns: 500 },
    )
  })

  it('settles the matter once all of them are told', () => {
    fc.assert(
      fc.property(randomConditions, someFacts, completeFacts, (conditions, known, others) => {
        const rules = compiled(conditions, world)
        const { needs } = rules.evaluate(stored(known), at)
        const told = Object.fromEntries(needs.map((name) => [name, others[name]]))
        expect(rules.evaluate(stored({ ...told, ...known }), at).outcome).not.toBe('undecided')
      }),
      { numRuns: 500 },
    )
  })

  it('names the cheapest fact first and no fact that is settled by its neighbours', () => {
    const rules = compiled(
      {
        all: [
          { fact: 'b.a', operator: 'equal', value: true },
          { fact: 't.a', operator: 'equal', value: 'red' },
          { fact: 'n.b', operator: 'equal', value: 1 },
          {
            any: [
              { fact: 'n.a', operator: 'equal', value: 1 },
              { fact: 'n.c', operator: 'equal', value: 1 },
            ],
          },
        ],
      },
      world,
    )
    expect(rules.evaluate(stored({ 'n.a': 1 }), at).needs).toEqual(['n.b', 't.a', 'b.a'])
  })
})

describe('reasons', () => {
  it('gives every failed condition that is decisive, and none that another one saved', () => {
    const rules = compiled(
      {
        all: [
          {
            any: [
              { fact: 'n.a', operator: 'equal', value: 1 },
              { fact: 'n.b', operator: 'equal', value: 1 },
            ],
          },
          { fact: 'n.c', operator: 'lessThan', value: 2 },
          { fact: 't.a', operator: 'in', value: ['red'] },
          { fact: 't.b', operator: 'equal', value: 'red' },
        ],
      },
      world,
    )
    const decision = rules.evaluate(stored({ 'n.a': 0, 'n.b': 1, 'n.c': 2, 't.a': 'blue' }), at)
    expect(decision).toMatchObject({
      outcome: 'ineligible',
      reasons: [
        { fact: 'n.c', operator: 'lessThan', path: '/all/1', expected: 2, actual: 2, result: 'failed' },
        { fact: 't.a', operator: 'in', path: '/all/2', expected: ['red'], actual: 'blue', result: 'failed' },
      ],
      needs: [],
    })
  })

  it('names what was met beneath a not', () => {
    const rules = compiled({ not: { fact: 't.a', operator: 'equal', value: 'red' } }, world)
    expect(rules.evaluate(stored({ 't.a': 'red' }), at).reasons).toEqual([
      {
        fact: 't.a',
        operator: 'equal',
        path: '/not',
        expected: 'red',
        actual: 'red',
        negated: true,
        result: 'failed',
      },
    ])
  })

  it('carries the nearest message on the way up', () => {
    const near = { 'zh-CN': '近', en: 'near' }
    const far = { 'zh-CN': '远', en: 'far' }
    const rules = compiled(
      {
        all: [
          { any: [{ fact: 'n.a', operator: 'equal', value: 1 }], message: near },
          { fact: 'n.b', operator: 'equal', value: 1 },
        ],
        message: far,
      },
      world,
    )
    const { reasons } = rules.evaluate(stored({ 'n.a': 0, 'n.b': 0 }), at)
    expect(reasons.map(({ message }) => message)).toEqual([near, far])
  })

  it('keeps personal values, long lists and geometry out', () => {
    const rules = compiled({
      all: [
        { fact: 'person.registration', operator: 'withinRegion', value: '511525' },
        { fact: 'person.list', operator: 'in', value: Array.from({ length: 40 }, (_, n) => `list-${n}`) },
        { fact: 'position', operator: 'withinPolygon', value: { datum: 'wgs84', polygon: [square(104, 28)] } },
      ],
    })
    const decision = rules.evaluate(
      {
        session: { 'person.registration': '110101', 'person.list': ['none'] },
        client: { position: { latitude: 39.9, longitude: 116.4, accuracyMetres: 20, datum: 'wgs84' } },
      },
      at,
    )
    expect(decision.reasons.map(({ actual }) => actual)).toEqual([undefined, undefined, undefined])
    expect(decision.reasons.map(({ expected }) => expected)).toEqual(['511525', undefined, { datum: 'wgs84' }])
  })
})

describe('facts', () => {
  const local = compiled({ fact: 'person.registration', operator: 'withinRegion', value: '511525' })

  it('THR-C11 ignores a registration that the client claims for itself', () => {
    const claimed = { client: { 'person.registration': '511525' }, store: { 'person.registration': '511525' } }
    expect(local.evaluate(claimed, at)).toMatchObject({ outcome: 'undecided', needs: ['person.registration'] })
  })

  it.each([null, undefined])('takes %s for missing', (absent) => {
    expect(local.evaluate({ session: { 'person.registration': absent } }, at).reasons[0]?.problem).toBe('missing')
  })

  it('does not see inherited properties', () => {
    const session = Object.create({ 'person.registration': '511525' }) as Record<string, unknown>
    expect(local.evaluate({ session }, at).outcome).toBe('undecided')
  })

  it('leaves a value of a wrong type unknown, with the problem', () => {
    const decision = local.evaluate({ session: { 'person.registration': 511525 } }, at)
    expect(decision).toMatchObject({
      outcome: 'undecided',
      reasons: [{ result: 'unknown', problem: 'region_invalid' }],
    })
  })

  it('never throws, whatever JSON the facts are, and answers the same bytes twice', () => {
    fc.assert(
      fc.property(
        randomConditions,
        fc.dictionary(fc.constantFrom(...worldFacts.map(({ name }) => name)), fc.jsonValue()),
        (conditions, facts) => {
          const rules = compiled(conditions, world)
          const once = JSON.stringify(rules.evaluate({ store: facts }, at))
          expect(JSON.stringify(rules.evaluate({ store: facts }, at))).toBe(once)
        },
      ),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (groups, session) => {
        expect(['undecided', 'ineligible', 'eligible']).toContain(local.evaluate(groups as never, at).outcome)
        expect(['undecided', 'ineligible', 'eligible']).toContain(local.evaluate({ session } as never, at).outcome)
      }),
    )
  })

  it.each([Number.NaN, new Date('never')])('throws now_invalid when now is %s', (now) => {
    expect(() => local.evaluate({}, { now })).toThrow(expect.objectContaining({ code: 'now_invalid' }))
  })
})

function square(longitude: number, latitude: number): readonly (readonly number[])[] {
  const [east, north] = [longitude + 1, latitude + 1]
  return [
    [longitude, latitude],
    [east, latitude],
    [east, north],
    [longitude, north],
    [longitude, latitude],
  ]
}

function reversed(node: unknown): unknown {
  const { all, any, not } = node as { all?: unknown[]; any?: unknown[]; not?: unknown }
  if (all !== undefined) return { all: all.map(reversed).reverse() }
  if (any !== undefined) return { any: any.map(reversed).reverse() }
  return not === undefined ? node : { not: reversed(not) }
}
