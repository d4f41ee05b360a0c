import * as z from 'zod'
import { defineOperator } from './define-operator.ts'

export const greaterThan = defineOperator({
  name: 'greaterThan',
  takes: ['number'],
  value: z.number(),
  prepare: (value) => (actual) => (actual as number) > value,
  against: ['number'],
  compare: (actual, value) => (actual as number) > (value as number),
  must: { 'zh-CN': '{fact}应大于{expected}', en: '{fact} must be more than {expected}' },
  mustNot: { 'zh-CN': '{fact}应不超过{expected}', en: '{fact} must be at most {expected}' },
})
