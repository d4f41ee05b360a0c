import { dateOf } from '../calendar/local-clock.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'
import { didYouMean } from '../did-you-mean.ts'
import { nameSchema } from '../schema.ts'
import { dayOfFact } from './day-of-fact.ts'
import { defineOperator, type OperatorTools } from './define-operator.ts'
import type { ValueProblem } from './value-problem.ts'

/** A date or instant on a working day of a calendar: `national`, or one the document lays over it. A year without a table is unknown. */
export const onWorkingDay = defineOperator({
  name: 'onWorkingDay',
  takes: ['instant', 'date'],
  value: nameSchema,
  prepare: (name, tools) => {
    const calendar = namedCalendar(name, tools)
    if ('code' in calendar) return calendar
    return (actual) => {
      const day = dayOfFact(actual, tools.clock)
      if (day === undefined) return 'now_out_of_range'
      return calendar.isWorkingDay(dateOf(day), (((day + 3) % 7) + 7) % 7) ?? 'calendar_year_unknown'
    }
  },
  must: { 'zh-CN': '{fact}应在工作日', en: '{fact} must be on a working day' },
  mustNot: { 'zh-CN': '{fact}不能在工作日', en: '{fact} must not be on a working day' },
})

export function namedCalendar(name: string, tools: OperatorTools): WorkCalendar | ValueProblem {
  return (
    tools.calendar(name) ?? {
      code: 'calendar_unknown',
      message: `no calendar is named "${name}"`,
      hint: didYouMean(name, tools.calendarNames),
    }
  )
}
