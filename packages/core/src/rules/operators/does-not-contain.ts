import { scalarSchema } from '../schema.ts'
import { contains } from './contains.ts'
import { defineOperator } from './define-operator.ts'

export const doesNotContain = defineOperator({
  name: 'doesNotContain',
  takes: ['list'],
  value: scalarSchema,
  prepare: (value) => (actual) => !(actual as readonly unknown[]).includes(value),
  must: contains.mustNot,
  mustNot: contains.must,
})
