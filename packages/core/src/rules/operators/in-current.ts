import * as z from 'zod'
import { dateOf } from '../calendar/local-clock.ts'
import { dayOfFact } from './day-of-fact.ts'
import { defineOperator } from './define-operator.ts'

const periods = ['day', 'week', 'month', 'quarter', 'year'] as const

/** A calendar period in the rule set's zone: the same day, week (from Monday), month, quarter or year as now. */
export const inCurrent = defineOperator({
  name: 'inCurrent',
  takes: ['instant', 'date'],
  value: z.enum(periods, { error: `one of ${periods.join(', ')}` }),
  prepare: (period, { clock }) => {
    const periodOf = numbering[period]
    return (actual, now) => {
      const day = dayOfFact(actual, clock)
      if (day === undefined || !clock.at(now)) return 'now_out_of_range'
      return periodOf(day) === periodOf(clock.day)
    }
  },
  must: { 'zh-CN': '{fact}应在本期内（{expected}）', en: '{fact} must be in the current {expected}' },
  mustNot: { 'zh-CN': '{fact}不能在本期内（{expected}）', en: '{fact} must not be in the current {expected}' },
})

const numbering: Readonly<Record<(typeof periods)[number], (day: number) => number>> = {
  day: (day) => day,
  week: (day) => Math.floor((day + 3) / 7),
  month: (day) => Math.floor(dateOf(day) / 100),
  quarter: (day) => {
    const month = Math.floor(dateOf(day) / 100)
    return Math.floor(month / 100) * 4 + Math.floor(((month % 100) - 1) / 3)
  },
  year: (day) => Math.floor(dateOf(day) / 10_000),
}
