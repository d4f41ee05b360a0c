import { refuse } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import type { Context } from '../../kernel/ports.ts'
import type { CompiledRules } from '../../rules/compiled-rules.ts'
import type { Position } from '../../values/position.ts'
import type { BatchState } from '../batch/batch-entity.ts'
import { deviceRef } from '../device/device-entity.ts'
import type { Counter } from '../facts/counter.ts'
import { counterFacts, countersFor, counterWrites } from '../facts/counter.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { programmeRules, rulesOf } from '../programme/compiled-rules.ts'
import type { ProgrammeDocument, VoucherBenefit } from '../programme/document-schema.ts'
import type { DecisionRecord } from '../programme/record-decision.ts'
import { recordDecision } from '../programme/record-decision.ts'
import { eligibilityRefusals, refuseByRules } from '../programme/refuse-by-rules.ts'
import { claimNow, recordedAtClaim } from '../risk/claim-risk.ts'
import { personGroupFact } from '../risk/closed-groups.ts'
import { declineByRisk, riskRefusals } from '../risk/decline-by-risk.ts'
import { isIdentifiedAnew } from '../risk/identity-check.ts'
import type { RiskJudgement } from '../risk/judge-risk.ts'
import { judgeRisk } from '../risk/judge-risk.ts'
import { originCounters } from '../risk/origin-counters.ts'
import type { DoneWork } from '../risk/read-work.ts'
import { isWorkFor } from '../risk/read-work.ts'
import type { RiskClaimCase } from '../risk/risk-cases.ts'
import { workChallenge } from '../risk/work-challenge.ts'
import { quotaRefusals, refuseByQuota } from './refuse-by-quota.ts'

export const claimRefusals = [
  ...quotaRefusals,
  'device_needed',
  ...eligibilityRefusals.filter((code) => code !== 'more_needed'),
  ...riskRefusals,
  'work_needed',
] as const

export interface Claim {
  readonly batch: BatchState
  readonly document: ProgrammeDocument
  readonly benefit: VoucherBenefit
  /** The last moment a voucher claimed now is valid before. */
  readonly expiresAt: number
  readonly day: number
  /** What is counted, and by whom. */
  readonly found: RiskClaimCase
  readonly counters: readonly Counter<RiskClaimCase>[]
  /** Facts that any rule asked here reads, or a risk rule at the use. */
  readonly reads: ReadonlySet<string>
  /** What the caller brought for a challenge by work, as far as it is an answer to one of ours. */
  readonly work: DoneWork | undefined
}

/** A claim that may be made, if there is stock. */
export interface JudgedClaim {
  readonly kind: 'judged'
  readonly found: RiskClaimCase
  readonly risk: RiskJudgement | undefined
  readonly record: DecisionRecord
}

/** Whether this person may claim: the share first, then the device, who and where they are, and last the signs of abuse. */
export function judgeClaim(loaded: Loaded, position: Position | undefined, ctx: Context<Claim>) {
  const { batch, document, benefit, counters, reads } = ctx.prepared
  const { owner, today } = ctx.prepared.found
  const programme = programmeRules(document)
  const rules = rulesOf(document, batch.benefit)
  const found = claimNow(ctx.prepared.found, { loaded, reads, position }, ctx)
  const asked = programme.risk.claim
  const store = {
    ...(asked.length > 0 ? personGroupFact(ctx.reference, owner) : {}),
    ...counterFacts(counters, loaded, found),
    'claim.secondsAfterOpen': Math.floor((ctx.now - batch.opensAt) / 1000),
  }
  const facts = { session: ctx.actor.facts, client: { position }, store }
  const decide = (each: CompiledRules | undefined) => each?.evaluate(facts, { now: ctx.now })
  const quota = decide(rules.quota)
  const over = quota && refuseByQuota(quota, today, document.timeZone)
  if (over) return { kind: 'refuse' as const, refusal: over }
  if (benefit.safeguards.device === 'required' && !loaded.get(deviceRef(owner)))
    return refuse('device_needed', {}, { needs: ['device'] })
  const eligibility = decide(rules.eligibility)
  const barred = eligibility && refuseByRules(eligibility)
  if (barred) return { kind: 'refuse' as const, refusal: barred }
  const risk = judgeRisk(asked, facts, ctx.now)
  const record = recordDecision(programme.hash, store, recordedAtClaim(rules.readAtClaim, counters), [
    quota,
    eligibility,
  ])
  const rounds = risk?.rounds
  // Leaves nothing behind: a crowd that is asked costs no writes, and no try is counted twice.
  if (rounds !== undefined && !isIdentifiedAnew(ctx)) {
    const purpose = { owner, batch: batch.owner, ordinal: loaded.get(holderRef(owner))?.nextVoucher ?? 0 }
    if (!isWorkFor(ctx.prepared.work, purpose, ctx)) {
      const challenge = workChallenge(rounds, purpose, ctx)
      return refuse('work_needed', { challenge }, { needs: ['work'], retryable: true })
    }
  }
  const declined = declineByRisk(
    loaded,
    {
      owner,
      risk,
      record,
      // A challenge by work was met above.
      isIdentifiedAnew: () => rounds !== undefined || isIdentifiedAnew(ctx),
      what: { batch: batch.owner, amountMinor: batch.unitMinor },
      writes: () => counterWrites(countersFor(originCounters, reads), loaded, found),
    },
    ctx.now,
  )
  return declined ?? ({ kind: 'judged', found, risk, record } satisfies JudgedClaim as JudgedClaim)
}
