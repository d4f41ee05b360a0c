import * as z from 'zod'
import { businessDay } from '../../values/calendar.ts'
import { ageOn } from './age-on.ts'
import { defineOperator } from './define-operator.ts'

export const yearsSchema = z.int().min(0).max(150)

/** Full years (周岁) on today's date in the rule set's zone, from 00:00 of the birthday. See `ageOn` for 29 February. */
export const ageAtLeast = defineOperator({
  name: 'ageAtLeast',
  takes: ['date'],
  value: yearsSchema,
  prepare: (years, tools) => (actual, now) => {
    const today = businessDay(now, tools.zone)
    const birthDate = actual as string
    return birthDate > today ? 'date_in_future' : ageOn(birthDate, today) >= years
  },
  must: { 'zh-CN': '须年满{expected}周岁', en: 'must be {expected} or older' },
  mustNot: { 'zh-CN': '须未满{expected}周岁', en: 'must be under {expected}' },
})
