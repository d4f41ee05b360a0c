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
  if (members.length === 1) {
    const [only] = members
    return (actual) => (Array.isArray(actual) ? actual.includes(only) : actual === only)
  }
  const set: ReadonlySet<unknown> = new Set(members)
  return (actual) => (typeof actual === 'object' ? (actual as readonly unknown[]).some(has, set) : set.has(actual))
}

function has(this: ReadonlySet<unknown>, entry: unknown): boolean {
  return this.has(entry)
}

/** The same for two values that are both known only when they are read. */
export function isMember(actual: unknown, value: unknown): boolean {
  const members: readonly unknown[] = Array.isArray(value) ? value : [value]
  return Array.isArray(actual) ? actual.some((entry) => members.includes(entry)) : members.includes(actual)
}
