import { defineOperator } from './define-operator.ts'
import { isIn } from './in.ts'
import { isMember, membership, membersSchema } from './membership.ts'
import { scalarFacts } from './scalar-value.ts'

/** None of a list. A fact that is itself a list may have no entry in it. */
export const notIn = defineOperator({
  name: 'notIn',
  takes: [...scalarFacts, 'list'],
  value: membersSchema,
  prepare: (value, tools) => {
    const member = membership(value, tools)
    return typeof member === 'function' ? (actual) => !member(actual) : member
  },
  against: isIn.against,
  compare: (actual, value) => !isMember(actual, value),
  must: isIn.mustNot,
  mustNot: isIn.must,
})
