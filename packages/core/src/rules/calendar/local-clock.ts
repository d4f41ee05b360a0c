import { zoneOffsetMs } from '../../values/zone-offset.ts'

const dayMs = 86_400_000
/** Clocks change on a quarter of an hour, never within one. */
const quarterMs = 900_000

/** The calendar of one zone at the instant asked for last. Read it at once: the next `at` changes it. */
export interface LocalClock {
  /** Moves the clock; false when the instant is out of the range that dates can be written for. */
  at(epochMs: number): boolean
  /** Days since 1970-01-01 on the zone's calendar. */
  readonly day: number
  /** YYYYMMDD. */
  readonly date: number
  /** Minutes since 00:00. */
  readonly minute: number
  /** 0 Monday to 6 Sunday. */
  readonly weekday: number
}

/** A clock that computes the day once for each `now`, and the zone's offset once for each quarter of an hour. */
export function localClock(zone: string): LocalClock {
  let instant = Number.NaN
  let quarter = Number.NaN
  let offset = 0
  let valid = false
  const clock = { at, day: Number.NaN, date: 0, minute: 0, weekday: 0 }

  function at(epochMs: number): boolean {
    if (epochMs === instant) return valid
    instant = epochMs
    const wanted = Math.floor(epochMs / quarterMs)
    if (wanted !== quarter) {
      quarter = wanted
      valid = moveTo(epochMs)
    }
    if (!valid) return false
    const local = epochMs + offset
    const day = Math.floor(local / dayMs)
    clock.minute = Math.floor((local - day * dayMs) / 60_000)
    if (day !== clock.day) {
      clock.day = day
      clock.date = dateOf(day)
      clock.weekday = (((day + 3) % 7) + 7) % 7
    }
    return true
  }

  function moveTo(epochMs: number): boolean {
    try {
      offset = zoneOffsetMs(epochMs, zone)
      return true
    } catch {
      return false
    }
  }

  return clock
}

/** YYYYMMDD of a day counted from 1970-01-01. Civil-from-days by eras of 400 years, which repeat. */
export function dateOf(day: number): number {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * ofYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return year * 10_000 + month * 100 + (ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1)
}

/** Days since 1970-01-01 of a date written as the integer YYYYMMDD. */
export function dayOf(date: number): number {
  const month = Math.floor(date / 100) % 100
  const year = Math.floor(date / 10_000) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + (date % 100) - 1
  const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear
  return era * 146_097 + ofEra - 719_468
}
