import { defineOperator } from './define-operator.ts'
import { isMember, membership, membersSchema } from './membership.ts'
import { scalarFacts } from './scalar-value.ts'

/** One of a list. A fact that is itself a list needs one entry in it. */
export const isIn = defineOperator({
  name: 'in',
  takes: [...scalarFacts, 'list'],
  value: membersSchema,
  prepare: membership,
  against: [...scalarFacts, 'list'],
  compare: isMember,
  must: { 'zh-CN': '{fact}应为其中之一：{expected}', en: '{fact} must be one of {expected}' },
  mustNot: { 'zh-CN': '{fact}不能是其中任何一个：{expected}', en: '{fact} must be none of {expected}' },
})
