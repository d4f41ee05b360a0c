import * as z from 'zod'
import { limits } from '../limits.ts'
import { scalarSchema } from '../schema.ts'
import type { OperatorTools } from './define-operator.ts'
import { type Scalar, scalarProblem } from './scalar-value.ts'
import type { ValueProblem } from './value-problem.ts'

/** One value counts as a list of one. json-rules-engine would look for it as a piece of text, which nobody means. */
export const membersSchema = z.union([scalarSchema, z.array(scalarSchema).min(1).max(limits.listLength)], {
  error: 'a value, or a list of values',
})

type Membership = (actual: unknown) => boolean

/** Whether the fact is one of `value`; for a fact that is a list, whether any of its entries is. */
export function membership(value: Scalar | readonly Scalar[], tools: OperatorTools): Membership | ValueProblem {
  const members: readonly Scalar[] = typeof value === 'object' ? value : [value]
  for (const member of members) {
    const problem = scalarProblem(member, tools)
    if (problem !== undefined) return problem
  }
  const set: ReadonlySet<unknown> = new Set(members)
  return (actual) => (Array.isArray(actual) ? actual.some((entry) => set.has(entry)) : set.has(actual))
}
