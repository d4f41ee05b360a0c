import { describe, expect, it } from 'vitest'
import { compiled } from '../testing/compiled.ts'

type Group = 'session' | 'store'

function decided(group: Group, fact: string, operator: string, value: unknown, actual: unknown): string {
  const decision = compiled({ fact, operator, value }).evaluate({ [group]: { [fact]: actual } }, { now: 0 })
  return decision.reasons[0]?.problem ?? decision.outcome
}

describe('withinRegion', () => {
  it.each([
    ['511525', '511525', 'eligible'],
    ['511500', '511525', 'eligible'],
    ['5115', '511525', 'eligible'],
    ['511525', '511526', 'ineligible'],
    ['511525', '511500', 'region_too_coarse'],
    ['511525', '110000', 'ineligible'],
    ['511525', '51152', 'region_invalid'],
    ['511525', 511525, 'region_invalid'],
  ])('%s: %s is %s', (value, actual, answer) => {
    expect(decided('session', 'person.registration', 'withinRegion', value, actual)).toBe(answer)
  })

  it('takes a list: inside one is enough', () => {
    const list = ['110000', '511525']
    expect(decided('session', 'phone.home', 'withinRegion', list, '110108')).toBe('eligible')
    expect(decided('session', 'phone.home', 'withinRegion', list, '310000')).toBe('ineligible')
    expect(decided('session', 'phone.home', 'withinRegion', list, '510000')).toBe('region_too_coarse')
  })

  it('does not take the number’s prefix for the registration: they are two facts', () => {
    const rules = compiled({ fact: 'person.registration', operator: 'withinRegion', value: '511525' })
    expect(rules.evaluate({ session: { 'person.idPrefix': '511525' } }, { now: 0 }).needs).toEqual([
      'person.registration',
    ])
  })
})

describe('membership', () => {
  it.each([
    ['in', 'merchant.industry', ['H62'], 'H62', 'eligible'],
    ['in', 'merchant.industry', ['H62'], 'H61', 'ineligible'],
    ['in', 'merchant.industry', 'H62', 'H62', 'eligible'],
    ['in', 'merchant.industry', 'H62', 'H', 'ineligible'],
    ['notIn', 'merchant.industry', ['H62'], 'H61', 'eligible'],
    ['notIn', 'merchant.industry', ['H62'], undefined, 'missing'],
    ['in', 'merchant.industry', ['H62'], 62, 'wrong_type'],
  ])('%s on %s', (operator, fact, value, actual, answer) => {
    expect(decided('store', fact, operator, value, actual)).toBe(answer)
  })

  it.each([
    ['in', 'exempt', ['veteran', 'exempt'], 'eligible'],
    ['in', ['exempt'], ['veteran'], 'ineligible'],
    ['in', 'exempt', [], 'ineligible'],
    ['notIn', ['blocked'], ['veteran', 'blocked'], 'ineligible'],
    ['contains', 'exempt', ['exempt'], 'eligible'],
    ['doesNotContain', 'blocked', ['exempt'], 'eligible'],
    ['contains', 'exempt', 'exempt', 'wrong_type'],
    ['contains', 'exempt', [{}], 'wrong_type'],
  ])('%s %j on a person’s lists %j: %s', (operator, value, actual, answer) => {
    expect(decided('session', 'person.list', operator, value, actual)).toBe(answer)
  })
})

describe('quotaBelow', () => {
  it.each([
    [0, 'eligible'],
    [1, 'eligible'],
    [2, 'ineligible'],
    [-1, 'count_invalid'],
    [0.5, 'count_invalid'],
    ['0', 'wrong_type'],
    [undefined, 'missing'],
  ])('a quota of 2 with %s used: %s', (used, answer) => {
    expect(decided('store', 'quota.person', 'quotaBelow', 2, used)).toBe(answer)
  })
})

describe('comparisons', () => {
  it.each([
    ['lessThan', 99, 'eligible'],
    ['lessThan', 100, 'ineligible'],
    ['lessThanInclusive', 100, 'eligible'],
    ['lessThanInclusive', 101, 'ineligible'],
    ['greaterThan', 101, 'eligible'],
    ['greaterThan', 100, 'ineligible'],
    ['greaterThanInclusive', 100, 'eligible'],
    ['greaterThanInclusive', 99, 'ineligible'],
    ['equal', 100, 'eligible'],
    ['notEqual', 100, 'ineligible'],
    ['greaterThan', '101', 'wrong_type'],
  ])('%s 100 with %s: %s', (operator, actual, answer) => {
    expect(decided('store', 'order.amountMinor', operator, 100, actual)).toBe(answer)
  })
})
