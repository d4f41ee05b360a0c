import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { builtInFacts } from './facts/built-in-facts.ts'
import { defineFact } from './facts/define-fact.ts'
import { defineOperator } from './operators/define-operator.ts'
import { compiled, issuesOf } from './testing/compiled.ts'

const startsWith = defineOperator({
  name: 'startsWith',
  takes: ['text'],
  value: z.string().min(1),
  prepare: (start) => (actual) => (actual as string).startsWith(start),
})

describe('compileRules', () => {
  it.each([
    [
      'an unknown fact',
      { fact: 'person.registratoin', operator: 'equal', value: 'x' },
      '/fact',
      'fact_unknown',
      'did you mean "person.registration"?',
    ],
    [
      'an unknown operator',
      { fact: 'position', operator: 'withinPoligon', value: {} },
      '/operator',
      'operator_unknown',
      'did you mean "withinPolygon"?',
    ],
    [
      'an operator of another type',
      { fact: 'position', operator: 'lessThan', value: 1 },
      '/operator',
      'operator_not_for_fact',
      'for a position: withinCircle, withinPolygon',
    ],
    [
      'a value the fact never has',
      { fact: 'merchant.online', operator: 'equal', value: 'true' },
      '/value',
      'value_not_for_fact',
      undefined,
    ],
    [
      'a list entry the fact never has',
      { fact: 'merchant.industry', operator: 'in', value: ['H62', 62] },
      '/value',
      'value_not_for_fact',
      undefined,
    ],
    [
      'a value the operator cannot have',
      { fact: 'person.registration', operator: 'withinRegion', value: '51152' },
      '/value',
      'value_invalid',
      undefined,
    ],
    [
      'an unknown key in a value',
      { fact: 'now', operator: 'withinHours', value: { from: '06:00', too: '24:00' } },
      '/value/too',
      'key_unknown',
      'did you mean "to"?',
    ],
    [
      'a circle without a datum',
      { fact: 'position', operator: 'withinCircle', value: { latitude: 28, longitude: 104, radiusMetres: 5 } },
      '/value',
      'key_missing',
      undefined,
    ],
    [
      'a geometry nobody named',
      { fact: 'position', operator: 'withinPolygon', value: { region: 'citty' } },
      '/value',
      'geometry_unknown',
      'did you mean "city"?',
    ],
    [
      'a path into a scalar',
      { fact: 'person.identity', operator: 'equal', value: 'x', path: '$.a' },
      '/path',
      'path_not_for_fact',
      undefined,
    ],
    [
      'a path that is a script',
      { fact: 'position', operator: 'equal', value: 1, path: '$..[?(@.x)]' },
      '/path',
      'path_invalid',
      undefined,
    ],
    [
      'params the fact does not take',
      { fact: 'quota.person', operator: 'lessThan', value: 1, params: { days: 3 } },
      '/params/days',
      'param_unknown',
      undefined,
    ],
    [
      'null, which no fact can be',
      { fact: 'person.identity', operator: 'equal', value: null },
      '/value',
      'value_invalid',
      undefined,
    ],
    [
      'a huge quota',
      { fact: 'quota.person', operator: 'quotaBelow', value: 1.5 },
      '/value',
      'value_invalid',
      undefined,
    ],
  ])('refuses %s, saying where', (_what, document, path, code, hint) => {
    const city = {
      datum: 'gcj02',
      polygon: [
        [
          [104, 28],
          [105, 28],
          [105, 29],
          [104, 28],
        ],
      ],
    } as const
    const issues = issuesOf({ all: [document] }, { geometries: { city } })
    const expected = { path: `/all/0${path}`, code, ...(hint === undefined ? {} : { hint }) }
    expect(issues).toContainEqual(expect.objectContaining(expected))
  })

  it('refuses a zone that is none, and the empty one, which would be the machine’s', () => {
    const document = { fact: 'now', operator: 'withinHours', value: { from: '06:00', to: '24:00' } }
    expect(issuesOf(document, { zone: 'Asia/Gaoxian' })[0]?.code).toBe('zone_unknown')
    expect(issuesOf(document, { zone: '' })[0]?.code).toBe('zone_unknown')
  })

  it('checks every named geometry, used or not', () => {
    const document = { fact: 'merchant.status', operator: 'equal', value: 'active' }
    const swapped = {
      datum: 'wgs84',
      polygon: [
        [
          [28, 104],
          [28, 105],
          [29, 105],
          [28, 104],
        ],
      ],
    } as const
    expect(issuesOf(document, { geometries: { city: swapped } })[0]).toMatchObject({
      path: '/geometries/city',
      code: 'geometry_invalid',
      hint: 'longitude first, then latitude',
    })
  })

  it('THR-C11 refuses a catalogue that redefines where a fact comes from', () => {
    const mine = defineFact({
      name: 'person.registration',
      type: 'region',
      source: 'client',
      cost: 0,
      privacy: 'public',
    })
    const document = { fact: 'person.registration', operator: 'withinRegion', value: '511525' }
    expect(issuesOf(document, { facts: [...builtInFacts, mine] })[0]?.code).toBe('fact_duplicate')
  })

  it('takes facts and operators of a programme', () => {
    const donations = defineFact({
      name: 'person.donations',
      type: 'number',
      source: 'session',
      cost: 0,
      privacy: 'personal',
    })
    const rules = compiled(
      {
        all: [
          { fact: 'person.donations', operator: 'greaterThanInclusive', value: 3 },
          { fact: 'merchant.merchantId', operator: 'startsWith', value: 'cater' },
        ],
      },
      { facts: [...builtInFacts, donations], operators: [startsWith] },
    )
    const facts = { session: { 'person.donations': 3 }, store: { 'merchant.merchantId': 'catering-7' } }
    expect(rules.evaluate(facts, { now: 0 }).outcome).toBe('eligible')
  })

  it('leaves a condition unknown when an operator throws or answers nonsense', () => {
    const broken = defineOperator({
      name: 'broken',
      takes: ['text'],
      value: z.string(),
      prepare: (value) => () => {
        if (value === 'throws') throw new Error('no')
        return undefined as never
      },
    })
    for (const value of ['throws', 'nonsense']) {
      const document = { not: { fact: 'merchant.status', operator: 'broken', value } }
      const decision = compiled(document, { operators: [broken] }).evaluate(
        { store: { 'merchant.status': 'x' } },
        { now: 0 },
      )
      expect(decision).toMatchObject({ outcome: 'undecided', reasons: [{ problem: 'operator_failed' }] })
    }
  })

  it('refuses an operator that takes the name of a built-in one', () => {
    const document = { fact: 'merchant.status', operator: 'equal', value: 'active' }
    expect(issuesOf(document, { operators: [{ ...startsWith, name: 'equal' }] })[0]?.code).toBe('operator_duplicate')
  })

  it('looks a fact with params up under its key, whatever the order they are written in', () => {
    const rolling = {
      ...defineFact({ name: 'quota.rolling', type: 'number', source: 'store', cost: 0, privacy: 'public' }),
      params: ['days', 'per'],
    }
    const rules = compiled(
      { fact: 'quota.rolling', operator: 'quotaBelow', value: 3, params: { per: 'person', days: 90 } },
      { facts: [rolling] },
    )
    expect(rules.evaluate({}, { now: 0 }).needs).toEqual(['quota.rolling{"days":90,"per":"person"}'])
    const store = { 'quota.rolling{"days":90,"per":"person"}': 2, 'quota.rolling': 9 }
    expect(rules.evaluate({ store }, { now: 0 }).outcome).toBe('eligible')
  })

  it('reads inside a fact by a path, own properties only', () => {
    const rules = compiled({ fact: 'position', operator: 'greaterThan', value: 1_000, path: '$.accuracyMetres' })
    expect(rules.evaluate({ client: { position: { accuracyMetres: 1_500 } } }, { now: 0 }).outcome).toBe('eligible')
    expect(rules.evaluate({ client: { position: { accuracyMetres: '1500' } } }, { now: 0 }).reasons[0]?.problem).toBe(
      'wrong_type',
    )
    expect(rules.evaluate({ client: { position: [] } }, { now: 0 }).reasons[0]?.problem).toBe('missing')
    const inherited = compiled({ fact: 'position', operator: 'equal', value: 'Object', path: "$['toString'].name" })
    expect(inherited.evaluate({ client: { position: {} } }, { now: 0 }).reasons[0]?.problem).toBe('missing')
  })
})

describe('effective dates', () => {
  const window = { from: '2025-01-20T10:00:00+08:00', to: '2025-03-01T00:00:00+08:00' }
  const active = { fact: 'merchant.status', operator: 'equal', value: 'active' }
  const store = { 'merchant.status': 'active' }

  it.each([
    ['2025-01-20T09:59:59.999+08:00', 'ineligible'],
    ['2025-01-20T10:00:00+08:00', 'eligible'],
    ['2025-02-28T23:59:59.999+08:00', 'eligible'],
    ['2025-03-01T00:00:00+08:00', 'ineligible'],
  ])('hold from their first instant to before their last: at %s %s', (now, outcome) => {
    const decision = compiled({ ...active, effective: window }).evaluate({ store }, { now: new Date(now) })
    expect(decision.outcome).toBe(outcome)
    if (outcome === 'ineligible') {
      expect(decision.reasons).toEqual([
        { fact: 'now', operator: 'effective', result: 'failed', path: '', expected: window },
      ])
    }
  })

  it('close one way among several', () => {
    const rules = compiled({
      any: [
        { ...active, effective: window },
        { fact: 'merchant.online', operator: 'equal', value: true },
      ],
    })
    expect(rules.evaluate({ store }, { now: 0 }).needs).toEqual(['merchant.online'])
  })
})
