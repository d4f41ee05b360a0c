import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  BUSINESS_ZONE,
  businessDay,
  dayFromNumber,
  dayNumber,
  endOfWholeDays,
  inWindow,
  isDay,
  minutesOfDay,
  parseInstant,
  startOfDay,
} from './calendar.ts'
import { zoneOffsetMs } from './zone-offset.ts'

const at = (text: string) => Date.parse(text)
const NEW_YORK = 'America/New_York'

describe('THR-K3 the business day does not follow the server', () => {
  const serverZone = process.env.TZ
  afterEach(() => {
    if (serverZone === undefined) delete process.env.TZ
    else process.env.TZ = serverZone
  })

  it.each([
    ['UTC', 0],
    ['America/Los_Angeles', 480],
    ['Asia/Shanghai', -480],
  ])('under TZ=%s', (serverTime, offsetMinutes) => {
    process.env.TZ = serverTime
    // The server's clock really moved; otherwise this test could not fail.
    expect(new Date(at('2026-11-23T00:00:00Z')).getTimezoneOffset()).toBe(offsetMinutes)
    expect(businessDay(at('2025-01-20T23:59:59.999+08:00'), BUSINESS_ZONE)).toBe('2025-01-20')
    expect(businessDay(at('2025-01-21T00:00:00+08:00'), BUSINESS_ZONE)).toBe('2025-01-21')
    expect(startOfDay('2025-01-21', BUSINESS_ZONE)).toBe(at('2025-01-20T16:00:00Z'))
    expect(endOfWholeDays(at('2025-01-20T10:00:00+08:00'), 'P7D', BUSINESS_ZONE)).toBe(at('2025-01-27T16:00:00Z'))
    expect(minutesOfDay(at('2025-01-20T23:59:59.999+08:00'), BUSINESS_ZONE)).toBe(1_439)
    expect(startOfDay('2025-03-09', NEW_YORK)).toBe(at('2025-03-09T05:00:00Z'))
    expect(dayNumber('1970-01-02')).toBe(1)
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(parseInstant('2025-01-20T10:00:00+08:00')).toBe(at('2025-01-20T02:00:00Z'))
  })
})

describe('endOfWholeDays', () => {
  it.each([
    ['2025-01-20T10:00:00+08:00', 'P7D', '2025-01-28T00:00:00+08:00'],
    ['2025-01-20T00:00:00+08:00', 'P7D', '2025-01-28T00:00:00+08:00'],
    ['2025-01-20T23:59:59.999+08:00', 'P7D', '2025-01-28T00:00:00+08:00'],
    ['2025-01-20T10:00:00+08:00', 'P0D', '2025-01-21T00:00:00+08:00'],
    ['2025-01-31T10:00:00+08:00', 'P1M', '2025-03-01T00:00:00+08:00'],
    ['2024-12-31T10:00:00+08:00', 'P1D', '2025-01-02T00:00:00+08:00'],
  ])('from %s, %s ends at %s', (claimed, length, end) => {
    expect(endOfWholeDays(at(claimed), length, BUSINESS_ZONE)).toBe(at(end))
  })

  it('counts whole days over a change of clocks', () => {
    expect(endOfWholeDays(at('2025-03-08T12:00:00-05:00'), 'P1D', NEW_YORK)).toBe(at('2025-03-10T00:00:00-04:00'))
  })

  it('takes a duration already read and refuses hours and nonsense', () => {
    const claimed = at('2025-01-20T10:00:00+08:00')
    expect(endOfWholeDays(claimed, { kind: 'days', days: 7 }, BUSINESS_ZONE)).toBe(at('2025-01-28T00:00:00+08:00'))
    for (const text of ['PT1H', 'P7', '']) {
      const code = 'duration_not_whole_days'
      expect(() => endOfWholeDays(claimed, text, BUSINESS_ZONE)).toThrow(expect.objectContaining({ code }))
    }
  })
})

const ZONES = [BUSINESS_ZONE, 'UTC', NEW_YORK, 'America/Havana', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Urumqi']
const instant = fc.integer({ min: at('1950-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') })

describe('startOfDay', () => {
  it('is the first instant of its day in every zone', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...ZONES), (epochMs, zone) => {
        const day = businessDay(epochMs, zone)
        const start = startOfDay(day, zone)
        expect(start).toBeLessThanOrEqual(epochMs)
        expect(businessDay(start, zone)).toBe(day)
        expect(businessDay(start - 1, zone)).toBe(addDays(day, -1))
        expect(startOfDay(addDays(day, 1), zone)).toBeGreaterThan(epochMs)
      }),
    )
  })

  it('is right on the days clocks change, in places that change them at midnight too', () => {
    expect(startOfDay('2025-11-02', NEW_YORK)).toBe(at('2025-11-02T04:00:00Z'))
    expect(startOfDay('2025-11-03', NEW_YORK)).toBe(at('2025-11-03T05:00:00Z'))
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toBe(at('2018-11-04T03:00:00Z'))
    expect(startOfDay('2018-02-18', 'America/Sao_Paulo')).toBe(at('2018-02-18T03:00:00Z'))
    expect(startOfDay('1986-05-04', BUSINESS_ZONE)).toBe(at('1986-05-03T16:00:00Z'))
    expect(startOfDay('1986-06-01', BUSINESS_ZONE)).toBe(at('1986-05-31T15:00:00Z'))
  })

  it('gives a day that a zone left out the start of the next', () => {
    expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBe(startOfDay('2011-12-31', 'Pacific/Apia'))
    expect(businessDay(startOfDay('2011-12-31', 'Pacific/Apia') - 1, 'Pacific/Apia')).toBe('2011-12-29')
  })
})

describe('zoneOffsetMs', () => {
  it('agrees with the IANA database where Asia/Shanghai takes the short way', () => {
    const now = { min: at('1992-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') }
    fc.assert(
      fc.property(fc.integer(now), (epochMs) => {
        // An alias of the same zone, which is not taken the short way.
        expect(zoneOffsetMs(epochMs, 'Asia/Chongqing')).toBe(zoneOffsetMs(epochMs, BUSINESS_ZONE))
      }),
    )
  })

  it('knows that China had summer time until 1991', () => {
    expect(zoneOffsetMs(at('1991-07-01T00:00:00Z'), BUSINESS_ZONE)).toBe(9 * 3_600_000)
  })

  it('throws for zones that are unknown or left out, and for instants that are none', () => {
    for (const zone of ['', 'Mars/Olympus', 'Asia/Beijing', undefined as unknown as string]) {
      expect(() => zoneOffsetMs(0, zone)).toThrow(expect.objectContaining({ code: 'time_zone_unknown' }))
    }
    for (const epochMs of [Number.NaN, Number.POSITIVE_INFINITY, at('9999-12-31T00:00:00Z'), -1e15]) {
      const code = 'instant_invalid'
      expect(() => zoneOffsetMs(epochMs, BUSINESS_ZONE)).toThrow(expect.objectContaining({ code }))
    }
  })
})

describe('minutesOfDay', () => {
  it('is the minute on the wall clock', () => {
    expect(minutesOfDay(at('2025-01-20T00:00:00+08:00'), BUSINESS_ZONE)).toBe(0)
    expect(minutesOfDay(at('2025-01-20T06:30:59+08:00'), BUSINESS_ZONE)).toBe(390)
    expect(minutesOfDay(at('2025-03-09T03:00:00-04:00'), NEW_YORK)).toBe(180)
    expect(minutesOfDay(at('1969-12-31T23:59:59Z'), 'UTC')).toBe(1_439)
  })
})

describe('days', () => {
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s exists', (day) => {
    expect(isDay(day)).toBe(true)
    expect(dayFromNumber(dayNumber(day))).toBe(day)
  })

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-01',
    '2025-01-00',
    '2025-1-1',
    '',
    '20250101',
  ])('%s does not', (day) => {
    expect(isDay(day)).toBe(false)
    expect(() => dayNumber(day)).toThrow(expect.objectContaining({ code: 'day_invalid' }))
  })

  it('are consecutive integers, in the order of their texts', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_000, max: 2_900_000 }), fc.nat({ max: 1_000 }), (number, more) => {
        const day = dayFromNumber(number)
        expect(dayNumber(day)).toBe(number)
        expect(addDays(day, more)).toBe(dayFromNumber(number + more))
        expect(addDays(day, more + 1) > day).toBe(true)
      }),
    )
  })

  it('throw outside the years that four digits write', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(expect.objectContaining({ code: 'day_invalid' }))
    expect(() => dayFromNumber(0.5)).toThrow(expect.objectContaining({ code: 'day_invalid' }))
    expect(() => dayFromNumber(1e12)).toThrow(expect.objectContaining({ code: 'day_invalid' }))
  })

  it.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2025-12-15', 1, '2026-01-15'],
    ['2025-01-15', 0, '2025-01-15'],
  ])('%s and %d months is %s', (day, months, result) => {
    expect(addMonths(day, months)).toBe(result)
  })
})

describe('inWindow', () => {
  it('holds its first millisecond and not its last', () => {
    const window = { from: 1_000, to: 2_000 }
    expect([999, 1_000, 1_999, 2_000].map((ms) => inWindow(ms, window))).toEqual([false, true, true, false])
    expect(inWindow(1_000, { from: 1_000, to: 1_000 })).toBe(false)
  })
})

describe('parseInstant', () => {
  it.each([
    ['2025-01-20T10:00:00+08:00', '2025-01-20T02:00:00.000Z'],
    ['2025-01-20T10:00+08:00', '2025-01-20T02:00:00.000Z'],
    ['2025-01-20T02:00:00Z', '2025-01-20T02:00:00.000Z'],
    ['2025-01-20T02:00:00.5Z', '2025-01-20T02:00:00.500Z'],
    ['2025-01-20T02:00:00.123456789Z', '2025-01-20T02:00:00.123Z'],
    ['2024-12-31T23:00:00-05:30', '2025-01-01T04:30:00.000Z'],
  ])('reads %s', (text, instantText) => {
    expect(parseInstant(text)).toBe(at(instantText))
  })

  it.each([
    '',
    '2025-01-20',
    '2025-01-20T10:00:00',
    '2025-01-20 10:00:00+08:00',
    '2025-01-20T10:00:00+0800',
    '2025-01-20T10:00:00+15:00',
    '2025-01-20T24:00:00+08:00',
    '2025-01-20T10:60:00+08:00',
    '2025-01-20T10:00:60Z',
    '2025-02-29T10:00:00Z',
    '2025-1-20T10:00:00Z',
    '2025-01-20T10:00:00z',
    '2025-01-20T10:00:00Z\n',
    '20250120T100000Z',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })

  it('reads what every runtime writes', () => {
    fc.assert(
      fc.property(instant, (epochMs) => {
        expect(parseInstant(new Date(epochMs).toISOString())).toBe(epochMs)
      }),
    )
  })
})
