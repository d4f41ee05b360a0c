import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDuration } from './duration.ts'
import { isoDuration } from './duration-schema.ts'

describe('parseDuration', () => {
  it.each([
    ['P7D', { kind: 'days', days: 7 }],
    ['P0D', { kind: 'days', days: 0 }],
    ['P1M', { kind: 'months', months: 1 }],
    ['PT1H', { kind: 'time', minutes: 60 }],
    ['PT90M', { kind: 'time', minutes: 90 }],
    ['PT1H30M', { kind: 'time', minutes: 90 }],
    ['P3660D', { kind: 'days', days: 3_660 }],
  ])('reads %s', (text, duration) => {
    expect(parseDuration(text)).toEqual(duration)
    expect(isoDuration.parse(text)).toBe(text)
  })

  it.each([
    '',
    'P',
    'PT',
    'P7',
    '7D',
    'p7d',
    'P1Y',
    'P1W',
    'P1DT1H',
    'P1M7D',
    'PT30S',
    'P1.5D',
    'P-1D',
    '-P1D',
    'P0M',
    'PT0H',
    'PT0H0M',
    'P3661D',
    'P121M',
    'PT99999999H',
    ' P7D',
    'P7D\n',
    'P٧D',
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined()
    expect(isoDuration.safeParse(text).success).toBe(false)
  })

  it('keeps days, months and clock time apart for every number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), (count) => {
        expect(parseDuration(`P${count}D`)).toEqual({ kind: 'days', days: count })
        expect(parseDuration(`P${count}M`)).toEqual({ kind: 'months', months: count })
        expect(parseDuration(`PT${count}M`)).toEqual({ kind: 'time', minutes: count })
      }),
    )
  })
})
