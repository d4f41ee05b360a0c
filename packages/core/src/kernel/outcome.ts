/** One failed or unknown condition behind a decision, safe to show: values are redacted by privacy class. */
export interface Reason {
  /** The fact the condition asked about, e.g. `person.registration`. */
  readonly fact: string
  /** What a programme calls a fact of its own; absent for built-in ones, which `explainDecision` knows. */
  readonly label?: Readonly<Record<'zh-CN' | 'en', string>>
  readonly operator: string
  /** `failed`: the fact is known and does not satisfy. `unknown`: the fact is missing or not good enough. */
  readonly result: 'failed' | 'unknown'
  readonly message?: Readonly<Record<string, string>>
  readonly expected?: unknown
  readonly actual?: unknown
  /** Where the condition stands in its rule set, e.g. `/all/1/any/0`. */
  readonly path?: string
  /** True beneath an odd number of `not`: the condition was met, and must not be. */
  readonly negated?: boolean
  /** The other fact, where the condition compares two. */
  readonly comparedWith?: string
  /** Why an unknown condition is unknown, e.g. `missing`, `position_inaccurate`, `wrong_type`. */
  readonly problem?: string
}

export interface Accepted<T> {
  readonly ok: true
  readonly value: T
}

/** An expected "no": data, never an exception. `code` is from the closed list in `kernel/refusals`. */
export interface Refusal<C extends string = string> {
  readonly ok: false
  readonly code: C
  readonly detail: Readonly<Record<string, unknown>>
  readonly reasons: readonly Reason[]
  /** The least facts that would settle an undecided case, cheapest for the person first. */
  readonly needs: readonly string[]
  /** True when the same call may succeed later without anything being changed by the caller. */
  readonly retryable: boolean
}

export type Outcome<T, C extends string = string> = Accepted<T> | Refusal<C>

export function accepted<T>(value: T): Accepted<T> {
  return { ok: true, value }
}

export function refused<C extends string>(
  code: C,
  detail: Readonly<Record<string, unknown>> = {},
  more: { reasons?: readonly Reason[]; needs?: readonly string[]; retryable?: boolean } = {},
): Refusal<C> {
  return {
    ok: false,
    code,
    detail,
    reasons: more.reasons ?? [],
    needs: more.needs ?? [],
    retryable: more.retryable ?? false,
  }
}
