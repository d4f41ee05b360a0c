import { describe, expect, it } from 'vitest'
import { compiled } from '../testing/compiled.ts'

function aged(operator: string, years: number, birthDate: unknown, now: string): string {
  const rules = compiled({ fact: 'person.birthDate', operator, value: years })
  const decision = rules.evaluate({ session: { 'person.birthDate': birthDate } }, { now: new Date(now) })
  return decision.reasons[0]?.problem ?? decision.outcome
}

describe('ageAtLeast and ageUnder', () => {
  it.each([
    ['the day before the birthday', '2007-06-15', '2025-06-14T23:59:59+08:00', 'ineligible'],
    ['00:00 of the birthday', '2007-06-15', '2025-06-15T00:00:00+08:00', 'eligible'],
    ['a birthday that has begun in China only', '2007-06-15', '2025-06-14T16:00:00Z', 'eligible'],
    ['born 29 February, 28 February of a common year', '2004-02-29', '2022-02-28T23:59:59+08:00', 'ineligible'],
    ['born 29 February, 1 March of a common year', '2004-02-29', '2022-03-01T00:00:00+08:00', 'eligible'],
    ['born 1 March, 29 February of a leap year', '2006-03-01', '2024-02-29T12:00:00+08:00', 'ineligible'],
  ])('18 years: %s', (_what, birthDate, now, outcome) => {
    expect(aged('ageAtLeast', 18, birthDate, now)).toBe(outcome)
    expect(aged('ageUnder', 18, birthDate, now)).toBe(outcome === 'eligible' ? 'ineligible' : 'eligible')
  })

  it('20 years: born 29 February, 29 February of a leap year', () => {
    expect(aged('ageAtLeast', 20, '2004-02-29', '2024-02-28T12:00:00+08:00')).toBe('ineligible')
    expect(aged('ageAtLeast', 20, '2004-02-29', '2024-02-29T00:00:00+08:00')).toBe('eligible')
  })

  it.each([
    ['2023-02-29', 'date_invalid'],
    ['20070615', 'date_invalid'],
    [20070615, 'date_invalid'],
    ['2031-01-01', 'date_in_future'],
    [null, 'missing'],
  ])('is unknown for %s: %s', (birthDate, problem) => {
    for (const operator of ['ageAtLeast', 'ageUnder']) {
      expect(aged(operator, 18, birthDate, '2025-06-15T12:00:00+08:00')).toBe(problem)
    }
  })
})

describe('withinHours', () => {
  function open(from: string, to: string, now: string, zone = 'Asia/Shanghai') {
    const rules = compiled({ fact: 'now', operator: 'withinHours', value: { from, to } }, { zone })
    return rules.evaluate({}, { now: Date.parse(now) }).outcome
  }

  it.each([
    ['06:00', '24:00', '2025-01-20T05:59:59.999+08:00', 'ineligible'],
    ['06:00', '24:00', '2025-01-20T06:00:00+08:00', 'eligible'],
    ['06:00', '24:00', '2025-01-20T23:59:59.999+08:00', 'eligible'],
    ['06:00', '24:00', '2025-01-21T00:00:00+08:00', 'ineligible'],
    ['10:00', '14:00', '2025-01-20T14:00:00+08:00', 'ineligible'],
    ['22:00', '06:00', '2025-01-20T23:00:00+08:00', 'eligible'],
    ['22:00', '06:00', '2025-01-21T05:59:00+08:00', 'eligible'],
    ['22:00', '06:00', '2025-01-21T06:00:00+08:00', 'ineligible'],
  ])('%s to %s at %s: %s', (from, to, now, outcome) => {
    expect(open(from, to, now)).toBe(outcome)
  })

  it('reads the clock of the given zone', () => {
    expect(open('06:00', '24:00', '2025-01-20T22:30:00Z', 'Asia/Shanghai')).toBe('eligible')
    expect(open('06:00', '24:00', '2025-01-20T00:30:00Z', 'UTC')).toBe('ineligible')
  })

  it.each([
    ['25:00', '26:00'],
    ['6:00', '24:00'],
    ['06:00', '06:00'],
    ['24:00', '06:00'],
    ['06:00', '00:00'],
  ])('refuses %s to %s', (from, to) => {
    expect(() => open(from, to, '2025-01-20T00:00:00Z')).toThrow('value_invalid')
  })
})

describe('withinWindow', () => {
  const rules = compiled({
    fact: 'now',
    operator: 'withinWindow',
    value: { from: '2025-01-20T10:00:00+08:00', to: '2025-03-01T00:00:00+08:00' },
  })

  it.each([
    ['2025-01-20T01:59:59.999Z', 'ineligible'],
    ['2025-01-20T02:00:00Z', 'eligible'],
    ['2025-02-28T15:59:59.999Z', 'eligible'],
    ['2025-02-28T16:00:00Z', 'ineligible'],
  ])('at %s is %s', (now, outcome) => {
    expect(rules.evaluate({}, { now: Date.parse(now) }).outcome).toBe(outcome)
  })

  it('THR-C11 takes the time from nobody but the evaluation', () => {
    const facts = {
      client: { now: '2025-02-01T00:00:00Z' },
      session: { now: '2025-02-01T00:00:00Z' },
      clock: { now: 1 },
    }
    expect(rules.evaluate(facts, { now: 0 }).outcome).toBe('ineligible')
  })

  it('leaves an instant without a zone unknown', () => {
    const facts = [{ name: 'order.at', type: 'instant', source: 'store', cost: 0, privacy: 'public' }] as const
    const value = { from: '2025-01-20T10:00:00+08:00', to: '2025-03-01T00:00:00+08:00' }
    const ordered = compiled({ fact: 'order.at', operator: 'withinWindow', value }, { facts })
    const problem = (at: unknown) => {
      const decision = ordered.evaluate({ store: { 'order.at': at } }, { now: 0 })
      return decision.reasons[0]?.problem ?? decision.outcome
    }
    expect(problem('2025-02-01T00:00:00')).toBe('zone_missing')
    expect(problem('2025-02-01')).toBe('zone_missing')
    expect(problem('tomorrow')).toBe('instant_invalid')
    expect(problem('2025-02-01T00:00:00+08:00')).toBe('eligible')
    expect(problem(Date.parse('2025-02-01T00:00:00Z'))).toBe('eligible')
  })
})
