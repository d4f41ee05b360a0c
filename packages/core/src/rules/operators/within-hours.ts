import * as z from 'zod'
import { minutesIn } from '../calendar/work-calendar.ts'
import { instantMs } from '../facts/instant-ms.ts'
import { defineOperator } from './define-operator.ts'

const clockSchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: 'a time of day from 00:00 to 24:00' })

const hoursSchema = z
  .strictObject({ from: clockSchema, to: clockSchema })
  .refine(({ from, to }) => from !== to && from !== '24:00' && to !== '00:00', {
    error: 'from and to differ; a day begins at 00:00 and ends at 24:00',
  })

/** An instant whose time of day, in the rule set's zone, is in `[from, to)`. `22:00` to `06:00` runs over midnight. */
export const withinHours = defineOperator({
  name: 'withinHours',
  takes: ['instant'],
  value: hoursSchema,
  prepare: (value, { clock }) => {
    const [from, to] = [minutesIn(value.from), minutesIn(value.to)]
    return (actual) => {
      if (!clock.at(instantMs(actual))) return 'now_out_of_range'
      const { minute } = clock
      return from < to ? minute >= from && minute < to : minute >= from || minute < to
    }
  },
  must: { 'zh-CN': '{fact}应在每天{from}至{to}之间', en: '{fact} must be between {from} and {to}' },
  mustNot: { 'zh-CN': '{fact}不能在每天{from}至{to}之间', en: '{fact} must not be between {from} and {to}' },
})
