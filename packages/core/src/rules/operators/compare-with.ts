import type { Answer } from './answer.ts'
import type { Operator, OperatorTools } from './define-operator.ts'

/**
 * A judgement of two values that are both known only when they are read. An operator without one of its own is prepared for the value at
 * hand; the last preparation is kept while the value stays the same.
 */
export function compareWith(
  operator: Operator,
  tools: OperatorTools,
): (actual: unknown, value: unknown, now: number) => Answer {
  if (operator.compare !== undefined) return (actual, value, now) => operator.compare?.(actual, value, now) ?? ''
  let last: unknown
  let test: ReturnType<Operator['prepare']> | undefined
  return (actual, value, now) => {
    if (test === undefined || value !== last || typeof value === 'object') {
      const parsed = operator.value.safeParse(value)
      if (!parsed.success) return 'value_invalid'
      test = operator.prepare(parsed.data, tools)
      last = value
    }
    return typeof test === 'function' ? test(actual, now) : 'value_invalid'
  }
}
