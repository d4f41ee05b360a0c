import { TallyError } from '../kernel/error.ts'

export const DAY_MS = 86_400_000

const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/

/** True for a date that exists, written `YYYY-MM-DD`: 29 February only in leap years. */
export function isDay(text: string): boolean {
  return utcMidnight(text) !== undefined
}

/**
 * Days since 1970-01-01, negative before it: a day as an integer.
 * @throws TallyError `day_invalid`
 */
export function dayNumber(day: string): number {
  const midnight = utcMidnight(day)
  if (midnight === undefined) throw new TallyError('day_invalid', 'A day is a date that exists, written YYYY-MM-DD')
  return midnight / DAY_MS
}

/**
 * The day of a number from `dayNumber`.
 * @throws TallyError `day_invalid` outside the years 0000 to 9999.
 */
export function dayFromNumber(number: number): string {
  const instant = new Date(number * DAY_MS)
  const year = instant.getUTCFullYear()
  if (!Number.isInteger(number) || !(year >= 0 && year <= 9999)) {
    throw new TallyError('day_invalid', 'A day number is an integer within the years 0000 to 9999')
  }
  return instant.toISOString().slice(0, 10)
}

/** @throws TallyError `day_invalid` */
export function addDays(day: string, days: number): string {
  return dayFromNumber(dayNumber(day) + days)
}

/**
 * The same date so many months later; where the month is too short, its last day: 31 January + 1 → 28 or 29 February.
 * @throws TallyError `day_invalid`
 */
export function addMonths(day: string, months: number): string {
  const start = new Date(dayNumber(day) * DAY_MS)
  const month = new Date(0)
  month.setUTCFullYear(start.getUTCFullYear(), start.getUTCMonth() + months, 1)
  const lastDate = new Date(month)
  lastDate.setUTCFullYear(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)
  month.setUTCDate(Math.min(start.getUTCDate(), lastDate.getUTCDate()))
  return dayFromNumber(month.getTime() / DAY_MS)
}

function utcMidnight(text: string): number | undefined {
  const parts = DAY_TEXT.exec(text)
  if (!parts) return undefined
  const [month, date] = [Number(parts[2]) - 1, Number(parts[3])]
  const instant = new Date(0)
  instant.setUTCFullYear(Number(parts[1]), month, date)
  // A date that does not exist rolls over into one that does, and then reads differently.
  return instant.getUTCMonth() === month && instant.getUTCDate() === date ? instant.getTime() : undefined
}
