import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { businessDay } from '../../values/calendar.ts'
import { dateOf, dayOf, localClock } from '../calendar/local-clock.ts'
import { compiled, issuesOf } from '../testing/compiled.ts'

const answer = (condition: object, now: string, more = {}) => {
  const rules = compiled({ ...more, rules: [{ conditions: { fact: 'now', ...condition } }] })
  const { outcome, reasons } = rules.evaluate({}, { now: Date.parse(now) })
  return outcome === 'undecided' ? reasons[0]?.problem : outcome === 'eligible'
}
// Off in Xinjiang and working days in the national table; hours of the 2022 notice.
const calendars = {
  xinjiang: { off: ['2025-03-31', '2025-06-06', '2025-06-09', '2025-06-10'] },
  karamay: {
    base: 'xinjiang',
    hours: [
      { from: '10:00', to: '14:00' },
      { from: '16:00', to: '20:00' },
    ],
  },
}

describe('onWorkingDay', () => {
  it.each([
    ['national', '2025-01-27T12:00:00+08:00', true],
    ['national', '2025-01-26T12:00:00+08:00', true], // a Sunday, worked for the Spring Festival
    ['national', '2025-01-28T12:00:00+08:00', false],
    ['national', '2025-01-25T12:00:00+08:00', false],
    ['national', '2026-10-10T12:00:00+08:00', true], // a Saturday, worked for the National Day
    ['national', '2023-12-29T12:00:00+08:00', 'calendar_year_unknown'],
    ['national', '2027-01-04T12:00:00+08:00', 'calendar_year_unknown'],
    ['xinjiang', '2025-06-09T12:00:00+08:00', false],
    ['xinjiang', '2025-06-11T12:00:00+08:00', true],
  ])('of %s at %s: %s', (value, now, expected) => {
    expect(answer({ operator: 'onWorkingDay', value }, now, { calendars })).toBe(expected)
  })

  it.each([
    ['2025-06-11T13:59:00+08:00', true],
    ['2025-06-11T14:00:00+08:00', false],
    ['2025-06-11T16:00:00+08:00', true],
    ['2025-06-10T16:00:00+08:00', false],
  ])('with office hours of two layers at %s: %s', (now, expected) => {
    expect(answer({ operator: 'withinOfficeHours', value: 'karamay' }, now, { calendars })).toBe(expected)
  })

  it('refuses an unknown calendar, one without hours, and layers in a circle', () => {
    const rules = (operator: string, value: string) => [{ conditions: { fact: 'now', operator, value } }]
    expect(issuesOf({ rules: rules('onWorkingDay', 'nationl') })).toMatchObject([{ code: 'calendar_unknown' }])
    expect(issuesOf({ rules: rules('withinOfficeHours', 'national') })).toMatchObject([
      { code: 'calendar_without_hours' },
    ])
    const circle = { a: { base: 'b' }, b: { base: 'a' } }
    expect(issuesOf({ calendars: circle, rules: rules('onWorkingDay', 'a') })[0]?.code).toBe('calendar_cyclic')
  })
})

describe('periods', () => {
  const last = (operator: string, value: unknown, given: string, now = '2025-03-01T00:30:00+08:00') => {
    const rules = compiled({
      facts: { 'last.claim': { type: 'instant', source: 'store', cost: 0, privacy: 'public' } },
      rules: [{ conditions: { fact: 'last.claim', operator, value } }],
    })
    return rules.test({ store: { 'last.claim': given } }, { now: Date.parse(now) }) === 'eligible'
  }

  it.each([
    ['withinLast', 'P14D', '2025-02-16T00:00:00+08:00', true],
    ['withinLast', 'P14D', '2025-02-15T23:59:59+08:00', false],
    ['withinLast', 'P1M', '2025-02-02T00:00:00+08:00', true],
    ['withinLast', 'P1M', '2025-02-01T23:59:59+08:00', false],
    ['withinLast', 'PT24H', '2025-02-28T00:30:01+08:00', true],
    ['withinLast', 'PT24H', '2025-02-28T00:30:00+08:00', false],
    ['withinLast', 'P14D', '2025-03-01T12:00:00+09:00', true],
    ['withinLast', 'P14D', '2025-03-02T00:00:00+08:00', false],
    ['inCurrent', 'month', '2025-02-28T23:59:59+08:00', false],
    ['inCurrent', 'month', '2025-03-31T23:59:59+08:00', true],
    ['inCurrent', 'week', '2025-02-24T00:00:00+08:00', true],
    ['inCurrent', 'week', '2025-02-23T23:59:59+08:00', false],
    ['inCurrent', 'quarter', '2025-01-01T00:00:00+08:00', true],
    ['inCurrent', 'year', '2024-12-31T23:59:59+08:00', false],
    ['inCurrent', 'day', '2025-02-28T16:00:00Z', true],
    ['onWeekday', ['sat', 'sun'], '2025-02-28T16:30:00Z', true],
    ['onWeekday', ['fri'], '2025-02-28T16:30:00Z', false],
  ])('%s %s of %s: %s', (operator, value, given, expected) => {
    expect(last(operator, value, given)).toBe(expected)
  })
})

describe('the local clock', () => {
  it.each(['Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu'])('agrees with values/calendar in %s', (zone) => {
    const clock = localClock(zone)
    const range = { min: Date.UTC(1950, 0, 1), max: Date.UTC(2100, 0, 1) }
    fc.assert(
      fc.property(fc.integer(range), (instant) => {
        expect(clock.at(instant)).toBe(true)
        const day = businessDay(instant, zone)
        expect(clock.date).toBe(Number(day.replaceAll('-', '')))
        expect(dayOf(clock.date)).toBe(clock.day)
        expect(dateOf(clock.day)).toBe(clock.date)
        expect(clock.weekday).toBe((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves what depends on the day unknown when now is beyond all calendars', () => {
    const rules = compiled({ fact: 'person.birthDate', operator: 'ageAtLeast', value: 18 })
    const facts = { session: { 'person.birthDate': '2000-01-01' } }
    expect(rules.evaluate(facts, { now: 8.64e15 }).reasons[0]?.problem).toBe('now_out_of_range')
  })
})
