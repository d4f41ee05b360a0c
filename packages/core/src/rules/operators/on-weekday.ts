import * as z from 'zod'
import { weekdays } from '../calendar/calendar-schema.ts'
import { dayOfFact } from './day-of-fact.ts'
import { defineOperator } from './define-operator.ts'

/** A date, or an instant in the rule set's zone, on one of some days of the week. */
export const onWeekday = defineOperator({
  name: 'onWeekday',
  takes: ['instant', 'date'],
  value: z
    .array(z.enum(weekdays, { error: `one of ${weekdays.join(', ')}` }))
    .min(1)
    .max(7),
  prepare: (value, { clock }) => {
    const wanted = new Set(value.map((day) => weekdays.indexOf(day)))
    return (actual) => {
      const day = dayOfFact(actual, clock)
      return day === undefined ? 'now_out_of_range' : wanted.has((((day + 3) % 7) + 7) % 7)
    }
  },
  must: { 'zh-CN': '{fact}应在规定的星期几', en: '{fact} must be on one of {expected}' },
  mustNot: { 'zh-CN': '{fact}不能在这些星期几', en: '{fact} must not be on any of {expected}' },
})
