import { scalarSchema } from '../schema.ts'
import { defineOperator } from './define-operator.ts'
import { scalarFacts, scalarProblem } from './scalar-value.ts'

/** The same value of the same type. */
export const equal = defineOperator({
  name: 'equal',
  takes: scalarFacts,
  value: scalarSchema,
  prepare: (value, tools) => scalarProblem(value, tools) ?? ((actual) => actual === value),
  against: scalarFacts,
  compare: (actual, value) => actual === value,
  must: { 'zh-CN': '{fact}应为{expected}', en: '{fact} must be {expected}' },
  mustNot: { 'zh-CN': '{fact}不能是{expected}', en: '{fact} must not be {expected}' },
})
