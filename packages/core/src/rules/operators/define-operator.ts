import type * as z from 'zod'
import { TallyError } from '../../kernel/error.ts'
import type { PreparedArea } from '../area/prepare-area.ts'
import type { LocalClock } from '../calendar/local-clock.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'
import type { FactDefinition } from '../facts/define-fact.ts'
import type { FactType } from '../facts/fact-types.ts'
import type { Answer, Test } from './answer.ts'
import type { ValueProblem } from './value-problem.ts'

/** What an operator may consult while it is prepared. */
export interface OperatorTools {
  readonly fact: FactDefinition
  /** True when a `path` leads into the fact: the type of what is there is not declared. */
  readonly untyped: boolean
  /** IANA zone of the rule set, e.g. `Asia/Shanghai`. */
  readonly zone: string
  /** Day and time of day of an instant in that zone, computed once for each `now`. */
  readonly clock: LocalClock
  area(name: string): PreparedArea | undefined
  readonly areaNames: readonly string[]
  calendar(name: string): WorkCalendar | undefined
  readonly calendarNames: readonly string[]
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
  /** True when the tests it prepares look themselves at the type of what they are given, so that nobody looks twice. */
  readonly checksType?: true | undefined
  /**
   * The same judgement with both sides given at once, where the value comes from another fact or stands on the left (`swap`). Absent:
   * the value is parsed and prepared each time.
   */
  compare?(actual: unknown, value: unknown, now: number): Answer
  /** Types of facts that may stand in place of the value. Absent: any, checked when it is read. */
  readonly against?: readonly FactType[] | undefined
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
