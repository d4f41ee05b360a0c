import { TallyError } from './kernel/error.ts'
import type { Outcome } from './kernel/outcome.ts'
import { explainRefusal } from './kernel/refusals/explain-refusal.ts'

/**
 * The value of an outcome that must be a yes: in scripts, tests and set-up code, where a refusal is a mistake.
 * @throws TallyError with the refusal's code; its `detail` is the refusal's.
 */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new TallyError(outcome.code, explainRefusal(outcome, 'en'), { detail: outcome.detail })
}
