import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { RiskJudgement } from './judge-risk.ts'

/** What a caller is told: not which rule it was, for whoever tries the rules out would learn to pass them. */
export function riskRefusal(judgement: RiskJudgement | undefined): Refusal<'risk_refused'> | undefined {
  return judgement?.do === 'refuse' ? refused('risk_refused') : undefined
}
