import { scalarSchema } from '../schema.ts'
import { contains } from './contains.ts'
import { defineOperator } from './define-operator.ts'
import { scalarFacts } from './scalar-value.ts'

export const doesNotContain = defineOperator({
  name: 'doesNotContain',
  takes: ['list'],
  value: scalarSchema,
  prepare: (value) => (actual) => !(actual as readonly unknown[]).includes(value),
  against: scalarFacts,
  compare: (actual, value) => !(actual as readonly unknown[]).includes(value),
  must: contains.mustNot,
  mustNot: contains.must,
})
