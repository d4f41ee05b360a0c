import { describe, expect, it } from 'vitest'
import { compiled, issuesOf } from '../testing/compiled.ts'

const at = { now: Date.parse('2025-01-27T12:00:00+08:00') }
const local = { fact: 'person.registration', operator: 'withinRegion', value: '511525' }
const verified = { fact: 'person.identity', operator: 'equal', value: 'verified' }
const rule = (conditions: unknown, more = {}) => ({ conditions, ...more })

describe('named conditions', () => {
  const document = {
    conditions: { local, known: { all: [verified, { condition: 'local' }] } },
    rules: [rule({ condition: 'known' })],
  }

  it('are shared, and reasons name the place where they are defined', () => {
    const session = { 'person.identity': 'verified', 'person.registration': '110105' }
    expect(compiled(document).evaluate({ session }, at)).toMatchObject({
      outcome: 'ineligible',
      reasons: [{ path: '/conditions/local', fact: 'person.registration' }],
    })
  })

  it('turn round beneath a not', () => {
    const rules = compiled({ conditions: { local }, rules: [rule({ not: { condition: 'local' } })] })
    const { reasons } = rules.evaluate({ session: { 'person.registration': '511525' } }, at)
    expect(reasons).toMatchObject([{ path: '/conditions/local', negated: true }])
  })

  it.each([
    [
      'an unknown name',
      { conditions: { local }, rules: [rule({ condition: 'locl' })] },
      '/rules/0/conditions/condition',
      'condition_unknown',
    ],
    [
      'a circle',
      { conditions: { a: { condition: 'b' }, b: { not: { condition: 'a' } } }, rules: [rule({ condition: 'a' })] },
      '/conditions/b/not/condition',
      'condition_cyclic',
    ],
    [
      'a mistake in one that nobody uses',
      { conditions: { a: { ...local, operator: 'x' } }, rules: [rule(verified)] },
      '/conditions/a/operator',
      'operator_unknown',
    ],
    [
      'dates where the opposite may be asked',
      {
        conditions: { a: { ...local, effective: { to: '2025-01-01T00:00:00Z' } } },
        rules: [rule({ not: { condition: 'a' } })],
      },
      '/conditions/a/effective',
      'effective_under_not',
    ],
  ])('refuse %s', (_what, document, path, code) => {
    expect(issuesOf(document)).toMatchObject([{ path, code }])
  })

  it('refuse to be written out into millions', () => {
    const conditions: Record<string, unknown> = { c0: verified }
    for (let depth = 1; depth <= 20; depth += 1) {
      conditions[`c${depth}`] = { all: [{ condition: `c${depth - 1}` }, { condition: `c${depth - 1}` }] }
    }
    expect(issuesOf({ conditions, rules: [rule({ condition: 'c20' })] }).map(({ code }) => code)).toContain('too_large')
  })
})

describe('derived facts', () => {
  const derived = {
    'person.isLocal': { rule: { any: [local, { fact: 'person.list', operator: 'in', value: 'exempt' }] } },
    'order.netMinor': {
      value: { subtract: [{ fact: 'order.amountMinor' }, { multiply: [{ fact: 'quota.person' }, 100] }] },
    },
  }
  const rules = compiled({
    derived,
    rules: [
      rule({
        all: [
          { fact: 'person.isLocal', operator: 'equal', value: true },
          { fact: 'order.netMinor', operator: 'greaterThanInclusive', value: 1_000 },
        ],
      }),
    ],
  })

  it('are computed from others, whose needs are theirs', () => {
    expect(rules.evaluate({ store: { 'order.amountMinor': 1_200 } }, at)).toMatchObject({
      outcome: 'undecided',
      needs: ['person.list', 'person.registration', 'quota.person'],
    })
    const session = { 'person.registration': '511525' }
    expect(rules.test({ session, store: { 'order.amountMinor': 1_200, 'quota.person': 2 } }, at)).toBe('eligible')
    expect(
      rules.evaluate({ session, store: { 'order.amountMinor': 1_200, 'quota.person': 3 } }, at).reasons,
    ).toMatchObject([{ fact: 'order.netMinor', result: 'failed' }])
  })

  it('are unknown where arithmetic ends', () => {
    const divided = compiled({
      derived: {
        'x.rate': { value: { divide: [{ fact: 'order.amountMinor' }, { fact: 'order.overThresholdMinor' }] } },
      },
      rules: [rule({ fact: 'x.rate', operator: 'lessThan', value: 2 })],
    })
    const store = { 'order.amountMinor': 1, 'order.overThresholdMinor': 0 }
    expect(divided.evaluate({ store }, at)).toMatchObject({
      outcome: 'undecided',
      reasons: [{ problem: 'not_finite' }],
    })
  })

  it.each([
    [
      'a circle',
      { 'x.a': { value: { fact: 'x.b' } }, 'x.b': { value: { add: [{ fact: 'x.a' }, 1] } } },
      'derived_cyclic',
    ],
    ['the name of a fact there is', { 'person.identity': { value: 1 } }, 'fact_duplicate'],
    ['a text in a sum', { 'x.a': { value: { add: [{ fact: 'person.identity' }, 1] } } }, 'value_not_for_fact'],
    ['an unknown operation', { 'x.a': { value: { ad: [1, 2] } } }, 'expression_invalid'],
  ])('refuse %s', (_what, derived, code) => {
    const codes = issuesOf({ derived, rules: [rule(verified)] }).map((issue) => issue.code)
    expect(codes[0]).toBe(code)
  })
})

describe('events', () => {
  const document = {
    rules: [
      rule(
        { fact: 'order.amountMinor', operator: 'greaterThan', value: 100 },
        { name: 'large', event: { type: 'large', params: { amount: { fact: 'order.amountMinor' } } } },
      ),
      rule(
        { fact: 'merchant.online', operator: 'equal', value: true },
        { name: 'online', priority: 5, event: { type: 'online' }, severity: 'advisory' },
      ),
    ],
  }

  it('come from rules that hold or fail, by priority, with public facts filled in', () => {
    const store = { 'order.amountMinor': 150, 'merchant.online': true }
    expect(compiled(document).evaluate({ store }, at)).toMatchObject({
      outcome: 'eligible',
      events: [
        { type: 'online', rule: 'online' },
        { type: 'large', params: { amount: 150 } },
      ],
      failureEvents: [],
    })
    expect(compiled(document).evaluate({ store: { ...store, 'merchant.online': false } }, at)).toMatchObject({
      outcome: 'eligible',
      failureEvents: [{ type: 'online' }],
      advice: [{ fact: 'merchant.online' }],
    })
  })

  it('THR-C11 keep personal facts out', () => {
    const event = { type: 'x', params: { who: { fact: 'person.list' } } }
    expect(issuesOf({ rules: [rule(verified, { event })] })).toMatchObject([
      { path: '/rules/0/event/params/who', code: 'fact_personal' },
    ])
  })
})

describe('labels and severity', () => {
  it('leave out what was not asked for, and refuse to decide nothing', () => {
    const document = {
      all: [
        verified,
        {
          fact: 'position',
          operator: 'withinCircle',
          value: { latitude: 28, longitude: 104, radiusMetres: 100, datum: 'wgs84' },
          scope: ['claim'],
        },
      ],
    }
    const session = { 'person.identity': 'verified' }
    expect(compiled(document).test({ session }, at)).toBe('undecided')
    expect(compiled(document, { scope: ['redeem'] }).test({ session }, at)).toBe('eligible')
    expect(issuesOf({ all: [{ ...verified, scope: ['claim'] }] }, { scope: ['redeem'] })).toMatchObject([
      { code: 'scope_empty' },
    ])
  })

  it('list what is advisory without deciding by it', () => {
    const rules = compiled({
      all: [verified, { fact: 'merchant.online', operator: 'equal', value: false, severity: 'advisory' }],
    })
    expect(rules.evaluate({ session: { 'person.identity': 'verified' } }, at)).toMatchObject({
      outcome: 'eligible',
      needs: [],
      advice: [{ fact: 'merchant.online', result: 'unknown', problem: 'missing' }],
    })
    expect(issuesOf({ any: [{ ...verified, severity: 'advisory' }] })[0]?.code).toBe('advisory_not_here')
  })
})

describe('comparing facts', () => {
  it('judges two facts, needs what is missing of both, and names the other', () => {
    const rules = compiled({ fact: 'merchant.region', operator: 'sameCity', value: { fact: 'person.registration' } })
    expect(rules.evaluate({}, at).needs).toEqual(['merchant.region', 'person.registration'])
    const facts = (region: string) => ({
      session: { 'person.registration': '512531' },
      store: { 'merchant.region': region },
    })
    expect(rules.test(facts('511502'), at)).toBe('eligible')
    expect(rules.evaluate(facts('510107'), at).reasons).toMatchObject([{ comparedWith: 'person.registration' }])
    expect(rules.evaluate(facts('510000'), at).reasons).toMatchObject([{ problem: 'region_too_coarse' }])
  })

  it('refuses types that can never meet', () => {
    const other = { fact: 'order.amountMinor', operator: 'lessThan', value: { fact: 'person.identity' } }
    expect(issuesOf(other)).toMatchObject([{ path: '/value', code: 'value_not_for_fact' }])
  })
})

describe('a trace', () => {
  it('shows every condition and what became of it, without values', () => {
    const rules = compiled({ any: [verified, local] })
    const { trace } = rules.evaluate({ session: { 'person.identity': 'verified' } }, { ...at, trace: true })
    expect(trace).toEqual([
      {
        kind: 'any',
        path: '',
        result: 'held',
        children: [
          { kind: 'fact', path: '/any/0', result: 'held', fact: 'person.identity', operator: 'equal' },
          { kind: 'fact', path: '/any/1', result: 'notAsked', fact: 'person.registration', operator: 'withinRegion' },
        ],
      },
    ])
  })
})

describe('who may see a value', () => {
  it('shows a personal value to those in visibleTo only, and says when a fact came from the wrong side', () => {
    const document = {
      facts: {
        'person.age': { type: 'number', source: 'session', cost: 0, privacy: 'personal', visibleTo: ['auditor'] },
      },
      rules: [rule({ fact: 'person.age', operator: 'greaterThan', value: 18 })],
    }
    const facts = { session: { 'person.age': 3 } }
    expect(compiled(document).evaluate(facts, at).reasons[0]).not.toHaveProperty('actual')
    expect(compiled(document).evaluate(facts, { ...at, viewer: 'staff' }).reasons[0]).not.toHaveProperty('actual')
    expect(compiled(document).evaluate(facts, { ...at, viewer: 'auditor' }).reasons[0]?.actual).toBe(3)
    expect(compiled(document).evaluate({ client: { 'person.age': 30 } }, at).reasons[0]?.problem).toBe('wrong_source')
  })
})
