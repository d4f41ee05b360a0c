import { scalarSchema } from '../schema.ts'
import { defineOperator } from './define-operator.ts'
import { scalarFacts } from './scalar-value.ts'

/** The fact, a list, has this entry. */
export const contains = defineOperator({
  name: 'contains',
  takes: ['list'],
  value: scalarSchema,
  prepare: (value) => (actual) => (actual as readonly unknown[]).includes(value),
  against: scalarFacts,
  compare: (actual, value) => (actual as readonly unknown[]).includes(value),
  must: { 'zh-CN': '{fact}应包含{expected}', en: '{fact} must contain {expected}' },
  mustNot: { 'zh-CN': '{fact}不能包含{expected}', en: '{fact} must not contain {expected}' },
})
