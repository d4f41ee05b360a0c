import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Decision } from '../../rules/evaluate/decide.ts'

export const eligibilityRefusals = [
  'not_eligible',
  'more_needed',
  'not_verified',
  'position_needed',
  'position_inaccurate',
  'outside_area',
] as const

export type EligibilityRefusal = (typeof eligibilityRefusals)[number]

/**
 * The refusal behind a decision that is not "eligible", by what would help the person most: verify first, then the
 * position, then the rest. Undefined for eligible. An undecided case is refused too: nothing fails open.
 */
export function refuseByRules(decision: Decision): Refusal<EligibilityRefusal> | undefined {
  if (decision.outcome === 'eligible') return undefined
  const { reasons, needs } = decision
  const more = { reasons, needs }
  const about = (fact: string) => reasons.find((reason) => reason.fact === fact)
  if (about('person.identity')) return refused('not_verified', {}, more)
  const position = about('position')
  if (decision.outcome === 'undecided') {
    if (position?.problem === 'position_inaccurate')
      return refused('position_inaccurate', {}, { ...more, retryable: true })
    return position ? refused('position_needed', {}, more) : refused('more_needed', {}, more)
  }
  return position && reasons.length === 1 ? refused('outside_area', {}, more) : refused('not_eligible', {}, more)
}
