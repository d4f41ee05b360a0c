/** Calendar lengths and clock lengths are kept apart: a month is no number of days, a day is no 24 hours where clocks change. */
export type Duration =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'time'; readonly minutes: number }

export const MAX_DURATION_DAYS = 3_660
export const MAX_DURATION_MONTHS = 120
export const MAX_DURATION_MINUTES = MAX_DURATION_DAYS * 24 * 60

/**
 * Reads the durations a programme may use: `P7D`, `P1M`, `PT1H`, `PT90M`, `PT1H30M`. Undefined for anything else:
 * years, weeks, seconds, mixtures of date and time, fractions, a length of no time, and what exceeds the named maxima.
 * `P0D` is allowed and means "the same day".
 * @see ISO 8601-1, durations
 */
export function parseDuration(text: string): Duration | undefined {
  const parts = /^P(?:(\d{1,7})D|(\d{1,7})M|T(?:(\d{1,7})H)?(?:(\d{1,7})M)?)$/.exec(text)
  if (!parts) return undefined
  const [, days, months, hours, minutes] = parts
  if (days !== undefined) return within(Number(days), 0, MAX_DURATION_DAYS, (value) => ({ kind: 'days', days: value }))
  if (months !== undefined) {
    return within(Number(months), 1, MAX_DURATION_MONTHS, (value) => ({ kind: 'months', months: value }))
  }
  const total = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
  return within(total, 1, MAX_DURATION_MINUTES, (value) => ({ kind: 'time', minutes: value }))
}

function within(value: number, least: number, most: number, make: (value: number) => Duration): Duration | undefined {
  return value >= least && value <= most ? make(value) : undefined
}
