import { ageAtLeast, yearsSchema } from './age-at-least.ts'
import { defineOperator } from './define-operator.ts'

/** Not yet that many full years: `ageUnder 18` ends at 00:00 of the 18th birthday. */
export const ageUnder = defineOperator({
  name: 'ageUnder',
  takes: ['date'],
  value: yearsSchema,
  checksType: true,
  prepare: (years, tools) => {
    const reached = ageAtLeast.prepare(years, tools)
    if (typeof reached !== 'function') return reached
    return (actual, now) => {
      const answer = reached(actual, now)
      return typeof answer === 'string' ? answer : !answer
    }
  },
  must: ageAtLeast.mustNot,
  mustNot: ageAtLeast.must,
})
