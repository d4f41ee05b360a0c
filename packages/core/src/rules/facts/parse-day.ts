const hyphen = 45

/** Days of a century and more, and nothing of who was born on them: at most so many, about 4 MiB. */
const maxRemembered = 50_000
const remembered = new Map<string, number>()

/**
 * A date that exists, written `YYYY-MM-DD`, as the integer YYYYMMDD, so that days compare as numbers; 0 for anything else.
 * An age is decided millions of times, and days of birth come again: one that was read before is only looked up.
 */
export function parseDay(value: unknown): number {
  if (typeof value !== 'string') return 0
  const known = remembered.get(value)
  if (known !== undefined) return known
  const date = readDay(value)
  if (date !== 0 && remembered.size < maxRemembered) remembered.set(value, date)
  return date
}

/** Arithmetic instead of `Date`, which takes 30 February for a day of March. */
function readDay(value: string): number {
  if (value.length !== 10 || value.charCodeAt(4) !== hyphen || value.charCodeAt(7) !== hyphen) return 0
  const century = twoDigits(value, 0)
  const yearOfCentury = twoDigits(value, 2)
  const month = twoDigits(value, 5)
  const day = twoDigits(value, 8)
  if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return 0
  const year = century * 100 + yearOfCentury
  return day <= 28 || day <= daysIn(year, month) ? year * 10_000 + month * 100 + day : 0
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Two digits from a place in a text, -1 when they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -100
}
