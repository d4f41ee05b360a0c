import * as z from 'zod'
import { parseDay } from '../facts/parse-day.ts'
import { defineOperator } from './define-operator.ts'

export const yearsSchema = z.int().min(0).max(150)

/**
 * Full years (周岁) on today's date in the rule set's zone, from 00:00 of the birthday. Who was born on 29 February has the birthday on
 * 1 March of a common year: the year ends with the last day of February (Civil Code, article 202).
 */
export const ageAtLeast = defineOperator({
  name: 'ageAtLeast',
  takes: ['date'],
  value: yearsSchema,
  checksType: true,
  prepare: (years, { clock }) => {
    // Dates are integers YYYYMMDD: so many years later is so many times 10,000 more.
    const added = years * 10_000
    return (actual, now) => {
      const born = parseDay(actual)
      if (born === 0) return 'date_invalid'
      if (!clock.at(now)) return 'now_out_of_range'
      return born > clock.date ? 'date_in_future' : born + added <= clock.date
    }
  },
  must: { 'zh-CN': '须年满{expected}周岁', en: 'must be {expected} or older' },
  mustNot: { 'zh-CN': '须未满{expected}周岁', en: 'must be under {expected}' },
})
