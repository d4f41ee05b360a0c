import { dayOf, type LocalClock } from '../calendar/local-clock.ts'
import { instantMs } from '../facts/instant-ms.ts'
import { parseDay } from '../facts/parse-day.ts'

/** Days since 1970-01-01 of a fact of type `date` or `instant`, in the clock's zone; undefined when out of range. */
export function dayOfFact(actual: unknown, clock: LocalClock): number | undefined {
  const date = parseDay(actual)
  if (date > 0) return dayOf(date)
  return clock.at(instantMs(actual)) ? clock.day : undefined
}
