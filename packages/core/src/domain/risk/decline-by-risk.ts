import type { Change } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { DecisionRecord } from '../programme/record-decision.ts'
import { holderRiskRef, newHolderRisk, noteRefusal } from './holder-risk.ts'
import type { RiskJudgement } from './judge-risk.ts'

export const riskRefusals = ['risk_refused', 'identity_check_needed'] as const

/** A refusal, and what it leaves behind. */
export interface Declined {
  readonly kind: 'refuse'
  readonly refusal: Refusal<(typeof riskRefusals)[number]>
  readonly change: Change
}

export interface JudgedCall {
  readonly owner: number
  readonly risk: RiskJudgement | undefined
  readonly record: DecisionRecord
  /** Whether the person has been identified anew, as a challenge asks; asked only then. */
  isIdentifiedAnew(): boolean
  /** What was asked for, for those who read the journal. */
  readonly what: Readonly<Record<string, unknown>>
  /** Written when the call is refused: what counts tries, digits that belong to a till now. Asked only then. */
  writes(): readonly Write[]
}

/**
 * The refusal that risk rules ask for, or undefined where the call goes on. The caller is told neither the rule nor what it
 * read, for whoever tries the rules out would learn to pass them; both stand in the journal, for staff. A person leaves at
 * most five an hour there. The holder's row must have been touched.
 */
export function declineByRisk(loaded: Loaded, call: JudgedCall, now: number): Declined | undefined {
  const { owner, risk, record, what } = call
  const isChallenge = risk?.do === 'challenge' && !call.isIdentifiedAnew()
  if (risk?.do !== 'refuse' && !isChallenge) return undefined
  const noted = noteRefusal(loaded.get(holderRiskRef(owner)) ?? newHolderRisk, now)
  const writes = call.writes()
  const type = isChallenge ? 'risk.challenged' : 'risk.refused'
  const change: Change = noted
    ? {
        writes: [...writes, write(holderRiskRef(owner), noted)],
        events: [{ type, data: { holder: owner, ...what, risk, decision: record } }],
      }
    : { writes }
  const refusal = isChallenge
    ? refused('identity_check_needed', {}, { needs: ['person.confirmedAt'], retryable: true })
    : refused('risk_refused')
  return { kind: 'refuse', refusal, change }
}
