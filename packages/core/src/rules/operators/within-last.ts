import * as z from 'zod'
import { addMonths, dayFromNumber, dayNumber } from '../../values/calendar.ts'
import { parseDuration } from '../../values/duration.ts'
import { dayOf } from '../calendar/local-clock.ts'
import { instantMs } from '../facts/instant-ms.ts'
import { parseDay } from '../facts/parse-day.ts'
import { dayOfFact } from './day-of-fact.ts'
import { defineOperator } from './define-operator.ts'

const durationSchema = z
  .string()
  .max(20)
  .refine((text) => parseDuration(text) !== undefined, { error: 'a duration, e.g. P14D, P1M or PT24H' })

/**
 * A rolling period that ends now: `P14D` are today and the 13 days before it, `P1M` the days after the same date last month, `PT24H` the
 * last 24 hours to the millisecond (instants only). What lies in the future is not in it.
 */
export const withinLast = defineOperator({
  name: 'withinLast',
  takes: ['instant', 'date'],
  value: durationSchema,
  prepare: (value, { fact, untyped, clock }) => {
    const length = parseDuration(value)
    if (length === undefined || (length.kind === 'days' && length.days === 0)) {
      return { code: 'value_invalid', message: 'a period has at least one day', hint: 'inCurrent: day for today' }
    }
    if (length.kind === 'time') {
      const dated = { code: 'value_not_for_fact', message: `"${fact.name}" is a date: hours do not count in it` }
      if (!untyped && fact.type === 'date') return dated
      return (actual, now) => {
        if (parseDay(actual) > 0) return 'wrong_type'
        const age = now - instantMs(actual)
        return age >= 0 && age < length.minutes * 60_000
      }
    }
    return (actual, now) => {
      const day = dayOfFact(actual, clock)
      if (day === undefined || !clock.at(now)) return 'now_out_of_range'
      const before = length.kind === 'days' ? clock.day - length.days : dayMonthsBefore(clock.date, length.months)
      return day > before && day <= clock.day
    }
  },
  must: { 'zh-CN': '{fact}应在最近{expected}内', en: '{fact} must be within the last {expected}' },
  mustNot: { 'zh-CN': '{fact}不能在最近{expected}内', en: '{fact} must not be within the last {expected}' },
})

function dayMonthsBefore(date: number, months: number): number {
  return dayNumber(addMonths(dayFromNumber(dayOf(date)), -months))
}
