import * as z from 'zod'
import { defineOperator } from './define-operator.ts'

export const lessThan = defineOperator({
  name: 'lessThan',
  takes: ['number'],
  value: z.number(),
  prepare: (value) => (actual) => (actual as number) < value,
  against: ['number'],
  compare: (actual, value) => (actual as number) < (value as number),
  must: { 'zh-CN': '{fact}应小于{expected}', en: '{fact} must be less than {expected}' },
  mustNot: { 'zh-CN': '{fact}应不小于{expected}', en: '{fact} must be at least {expected}' },
})
