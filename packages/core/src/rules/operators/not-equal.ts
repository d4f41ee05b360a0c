import { scalarSchema } from '../schema.ts'
import { defineOperator } from './define-operator.ts'
import { equal } from './equal.ts'
import { scalarFacts, scalarProblem } from './scalar-value.ts'

export const notEqual = defineOperator({
  name: 'notEqual',
  takes: scalarFacts,
  value: scalarSchema,
  prepare: (value, tools) => scalarProblem(value, tools) ?? ((actual) => actual !== value),
  against: scalarFacts,
  compare: (actual, value) => actual !== value,
  must: equal.mustNot,
  mustNot: equal.must,
})
