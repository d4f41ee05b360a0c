import { TallyError } from '../kernel/error.ts'
import { addDays, addMonths, DAY_MS, dayFromNumber, dayNumber, isDay } from './day.ts'
import { type Duration, parseDuration } from './duration.ts'
import { BUSINESS_ZONE, zoneOffsetMs } from './zone-offset.ts'

export { addDays, addMonths, BUSINESS_ZONE, dayFromNumber, dayNumber, isDay }

/** A span of time `[from, to)` in epoch milliseconds: its first instant belongs to it, its last does not. */
export interface Window {
  readonly from: number
  readonly to: number
}

export function inWindow(epochMs: number, window: Window): boolean {
  return epochMs >= window.from && epochMs < window.to
}

/**
 * The date on the zone's calendar at an instant. The server's own zone plays no part.
 *
 * @param epochMs epoch milliseconds.
 * @param zone IANA name, always given.
 * @throws TallyError `time_zone_unknown`, `instant_invalid`
 * @example businessDay(Date.parse('2025-01-20T16:00:00Z'), 'Asia/Shanghai') // '2025-01-21'
 */
export function businessDay(epochMs: number, zone: string): string {
  return dayFromNumber(localDayNumber(epochMs, zone))
}

/** Minutes on the zone's clock since 00:00, 0 to 1439: for opening hours. Where clocks go back an hour comes twice. */
export function minutesOfDay(epochMs: number, zone: string): number {
  const local = epochMs + zoneOffsetMs(epochMs, zone)
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / 60_000)
}

/**
 * The first instant of a day in a zone. Where clocks jump over midnight it is the jump; a day that a zone left out
 * altogether (Apia, 30 December 2011) starts when the next one does and has no length.
 *
 * @throws TallyError `day_invalid`, `time_zone_unknown`, `instant_invalid`
 */
export function startOfDay(day: string, zone: string): number {
  const number = dayNumber(day)
  const utcMidnight = number * DAY_MS
  // Zones lie within 15 hours of UTC, so the wanted instant lies between these two.
  let before = utcMidnight - DAY_MS
  let after = utcMidnight + DAY_MS
  const offset = zoneOffsetMs(before, zone)
  if (offset === zoneOffsetMs(after, zone)) return utcMidnight - offset
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (localDayNumber(middle, zone) >= number) after = middle
    else before = middle
  }
  return after
}

/**
 * The end of a stretch of whole days after something happened, exclusive: `P7D` ends at 24:00 of the seventh day after
 * the day it happened on, whatever the hour; `P0D` at 24:00 of that day; `P1M` at 24:00 of the same date next month.
 *
 * @throws TallyError `duration_not_whole_days` for hours, minutes and what is no duration; else as `startOfDay`
 * @example endOfWholeDays(Date.parse('2025-01-20T10:00:00+08:00'), 'P7D', 'Asia/Shanghai') // 2025-01-28T00:00:00+08:00
 */
export function endOfWholeDays(claimMs: number, duration: string | Duration, zone: string): number {
  const length = typeof duration === 'string' ? parseDuration(duration) : duration
  if (length === undefined || length.kind === 'time') {
    throw new TallyError('duration_not_whole_days', 'Whole days are written P7D or P1M')
  }
  const claimDay = businessDay(claimMs, zone)
  const lastDay = length.kind === 'days' ? addDays(claimDay, length.days) : addMonths(claimDay, length.months)
  return startOfDay(addDays(lastDay, 1), zone)
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(0\d|1[0-4]):([0-5]\d))$/

/**
 * Reads an instant as ISO 8601 with `Z` or an offset, which is required: a time without one is a different instant on
 * every server. Fractions are cut to milliseconds. Undefined for anything else, dates that do not exist included.
 * @see RFC 3339; leap seconds and 24:00 are refused
 */
export function parseInstant(text: string): number | undefined {
  const parts = INSTANT.exec(text)
  const [, day = '', hour, minute, second = '0', fraction = '', sign, offsetHour = '0', offsetMinute = '0'] =
    parts ?? []
  if (!parts || !isDay(day)) return undefined
  const clock = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60 * (sign === '-' ? -1 : 1)
  return dayNumber(day) * DAY_MS + (clock - offset) * 1_000 + Number(fraction.padEnd(3, '0').slice(0, 3))
}

function localDayNumber(epochMs: number, zone: string): number {
  return Math.floor((epochMs + zoneOffsetMs(epochMs, zone)) / DAY_MS)
}
