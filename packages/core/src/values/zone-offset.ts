import { TallyError } from '../kernel/error.ts'

/** The business zone of mainland programmes. A constant to name it, never a default. */
export const BUSINESS_ZONE = 'Asia/Shanghai'

/** China changed its clocks for the last time in September 1991; since then Asia/Shanghai is +08:00 without exception. */
const SHANGHAI_FIXED_SINCE = Date.UTC(1992, 0, 1)
const SHANGHAI_OFFSET_MS = 8 * 3_600_000

/** Instants are limited to the years 1900 to 9999, which `YYYY-MM-DD` can write. */
const FIRST_INSTANT = Date.UTC(1900, 0, 2)
const LAST_INSTANT = Date.UTC(9999, 11, 30)

const MAX_FORMATTERS = 64
const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * How far the zone's clocks are ahead of UTC at an instant, in milliseconds.
 *
 * @throws TallyError `time_zone_unknown`, `instant_invalid`
 */
export function zoneOffsetMs(epochMs: number, zone: string): number {
  if (!(epochMs >= FIRST_INSTANT && epochMs <= LAST_INSTANT)) {
    throw new TallyError('instant_invalid', 'An instant is epoch milliseconds within the years 1900 to 9999')
  }
  if (zone === BUSINESS_ZONE && epochMs >= SHANGHAI_FIXED_SINCE) return SHANGHAI_OFFSET_MS
  const seconds = Math.floor(epochMs / 1_000) * 1_000
  const clock = new Map<string, number>()
  for (const { type, value } of formatterFor(zone).formatToParts(seconds)) clock.set(type, Number(value))
  const part = (name: string) => clock.get(name) ?? 0
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - seconds
}

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const formatter = newFormatter(zone)
  if (formatters.size >= MAX_FORMATTERS) formatters.clear()
  formatters.set(zone, formatter)
  return formatter
}

function newFormatter(zone: string): Intl.DateTimeFormat {
  // An empty or missing zone would mean "wherever the server stands".
  if (typeof zone !== 'string' || zone === '') throw new TallyError('time_zone_unknown', 'A time zone must be named')
  const two = '2-digit'
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    })
  } catch (cause) {
    throw new TallyError('time_zone_unknown', 'The time zone is not in the IANA database', { cause, detail: { zone } })
  }
}
