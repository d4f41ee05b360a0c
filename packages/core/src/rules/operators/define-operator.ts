import type * as z from 'zod'
import { TallyError } from '../../kernel/error.ts'
import type { PreparedArea } from '../area/prepare-area.ts'
import type { FactDefinition } from '../facts/define-fact.ts'
import type { FactType } from '../facts/fact-types.ts'
import type { ValueProblem } from './value-problem.ts'

/** `true` and `false` settle the condition. A text is the problem that leaves it unknown, e.g. `position_inaccurate`. */
export type Answer = boolean | string

/** Asked once an evaluation, with a value of a type the operator takes. `now` in epoch milliseconds. Reads no clock, changes nothing. */
export type Test = (actual: unknown, now: number) => Answer

/** What an operator may consult while it is prepared. */
export interface OperatorTools {
  readonly fact: FactDefinition
  /** True when a `path` leads into the fact: the type of what is there is not declared. */
  readonly untyped: boolean
  /** IANA zone of the rule set, e.g. `Asia/Shanghai`. */
  readonly zone: string
  area(name: string): PreparedArea | undefined
  readonly areaNames: readonly string[]
}

export type Texts = Readonly<Record<'zh-CN' | 'en', string>>

export interface Operator<Value = unknown> {
  readonly name: string
  /** Types of facts it is for. A fact of type `json`, or reached by a path, is checked to be of one of them when it is read. */
  readonly takes: readonly FactType[]
  /** Parses the condition's `value`. */
  readonly value: z.ZodType<Value>
  // A method on purpose: an Operator<string> is then an Operator, and `value` parses exactly what `prepare` takes.
  /** Called once, when the rule is compiled: whatever is dear belongs here. */
  prepare(value: Value, tools: OperatorTools): Test | ValueProblem
  /** Fallback sentences with `{fact}`, `{expected}` and the value's own keys: what must hold, and what must not beneath a `not`. */
  readonly must?: Texts | undefined
  readonly mustNot?: Texts | undefined
}

/**
 * Declares an operator for `compileRules({ operators })`.
 *
 * A test that throws leaves its condition unknown with the problem `operator_failed`; a missing fact never reaches it.
 * @throws TallyError `operator_invalid` when the name is not letters and digits, or no fact type is taken
 * @example
 * defineOperator({ name: 'startsWith', takes: ['text'], value: z.string(),
 *   prepare: (start) => (actual) => String(actual).startsWith(start) })
 */
export function defineOperator<Value>(operator: Operator<Value>): Operator<Value> {
  if (!/^[A-Za-z][A-Za-z0-9]{0,63}$/.test(operator.name) || operator.takes.length === 0) {
    throw new TallyError('operator_invalid', 'an operator is named by letters and digits and takes some type of fact', {
      detail: { name: operator.name },
    })
  }
  return Object.freeze({ ...operator })
}
