import type { FactType } from '../facts/fact-types.ts'
import type { OperatorTools } from './define-operator.ts'
import type { ValueProblem } from './value-problem.ts'

export type Scalar = string | number | boolean

/** The types that are compared as they stand. An instant is not: the same moment has many spellings. */
export const scalarFacts: readonly FactType[] = ['text', 'number', 'boolean', 'date', 'region']

/** A value that the fact can never equal is a mistake, not a rule that always says no. */
export function scalarProblem(value: Scalar, { fact, untyped }: OperatorTools): ValueProblem | undefined {
  if (untyped || fact.type === 'json' || fact.type === 'list') return undefined
  const wanted = fact.type === 'number' || fact.type === 'boolean' ? fact.type : 'string'
  if (typeof value === wanted) return undefined
  return { code: 'value_not_for_fact', message: `"${fact.name}" is a ${fact.type}, never a ${typeof value}` }
}
