import { instantMs } from '../facts/instant-ms.ts'
import { nameSchema } from '../schema.ts'
import { defineOperator } from './define-operator.ts'
import { namedCalendar } from './on-working-day.ts'

/** An instant within the office hours of a working day of a calendar that states hours. */
export const withinOfficeHours = defineOperator({
  name: 'withinOfficeHours',
  takes: ['instant'],
  value: nameSchema,
  prepare: (name, tools) => {
    const calendar = namedCalendar(name, tools)
    if ('code' in calendar) return calendar
    const { hours } = calendar
    if (hours === undefined) {
      return { code: 'calendar_without_hours', message: `the calendar "${name}" states no office hours` }
    }
    const { clock } = tools
    return (actual) => {
      if (!clock.at(instantMs(actual))) return 'now_out_of_range'
      const { minute } = clock
      if (!hours.some(({ from, to }) => minute >= from && minute < to)) return false
      return calendar.isWorkingDay(clock.date, clock.weekday) ?? 'calendar_year_unknown'
    }
  },
  must: { 'zh-CN': '{fact}应在办公时间内', en: '{fact} must be within office hours' },
  mustNot: { 'zh-CN': '{fact}不能在办公时间内', en: '{fact} must not be within office hours' },
})
