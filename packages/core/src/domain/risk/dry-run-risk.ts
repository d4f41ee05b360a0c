import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { findBatch } from '../batch/batch-entity.ts'
import { journalWindow, readWindow } from '../ledger/journal-window.ts'
import type { CompiledRiskRule } from '../programme/compiled-rules.ts'
import { compileProgramme } from '../programme/compiled-rules.ts'
import { findVersion } from '../programme/programme-entity.ts'
import type { RiskMoment, RiskOutcome } from '../programme/risk-schema.ts'
import { riskRule } from '../programme/risk-schema.ts'
import { judgeRisk } from './judge-risk.ts'
import type { RecordedRisk } from './recorded-risk.ts'
import { factsToday, recordedRisks } from './recorded-risk.ts'

const sums = z.strictObject({ calls: z.int(), amountMinor: z.int() })
const byOutcome = z.strictObject({ allow: sums, challenge: sums, hold: sums, refuse: sums })

export interface Recorded {
  readonly risks: readonly RecordedRisk[]
  readonly rules: Readonly<Record<RiskMoment, readonly CompiledRiskRule[]>>
  readonly next: number | undefined
}

/**
 * Judges recorded days by a draft policy: how many claims and uses would have been allowed, challenged, held, refused, and
 * how much of the sponsor's money each is. The draft sees what was known then; what would have come differently after an
 * earlier refusal is not simulated. Recorded is what the rules of that day read and what was counted beside it, nothing personal:
 * a draft that reads more is told how often (`unanswered`). Reads one lane, at most `limit` journal rows a call: go on after `next`.
 */
export const dryRunRisk = defineOperation({
  name: 'risk.dryRun',
  summary: 'Judges recorded claims and uses by a draft risk policy: what it would have challenged, held and refused.',
  kind: 'read',
  route: 'POST /v1/risk-dry-runs',
  input: z.strictObject({
    programme: z.string().min(1).max(64),
    /** The draft; without it the policy in force. */
    risk: z.array(riskRule).max(100).optional(),
    ...journalWindow,
  }),
  output: z.strictObject({
    claims: byOutcome,
    redemptions: byOutcome,
    /** How often each rule of the draft held, decisive or not. */
    held: z.record(z.string(), z.int()),
    /** Calls whose outcome would have been another than it was. */
    changed: z.int(),
    /** Calls that a rule decided which what was recorded does not answer: it counts against, as it would have then. */
    unanswered: z.int(),
    next: z.int().optional(),
    lanes: z.int(),
  }),
  permits: ['operator', 'reviewer', 'auditor'],
  scope: 'tenant',
  refusals: ['programme_unknown', 'rules_invalid'],
  async prepare(input, ports): Promise<Outcome<Recorded, 'programme_unknown' | 'rules_invalid'>> {
    const document = findVersion(ports.reference, input.programme)?.document
    if (!document) return refused('programme_unknown', { programme: input.programme })
    const compiled = compileProgramme(input.risk ? { ...document, risk: input.risk } : document)
    if (!compiled.ok) return compiled
    const { within, next } = await readWindow(input, ports)
    const risks = recordedRisks(within, ports.reference).filter(
      ({ batch }) => findBatch(ports.reference, batch)?.programme === document.programme,
    )
    return accepted({ risks, rules: compiled.value.risk, next })
  },
  touches: () => [],
  decide(_loaded, _input, ctx) {
    const { risks, rules, next } = ctx.prepared
    const found = { claim: emptySums(), redeem: emptySums() }
    const held: Record<string, number> = {}
    let changed = 0
    let unanswered = 0
    for (const risk of risks) {
      const facts = { store: { ...factsToday(risk, ctx.reference), ...risk.facts } }
      const judgement = judgeRisk(rules[risk.moment], facts, risk.at)
      const outcome = judgement?.do ?? 'allow'
      for (const { name, when } of rules[risk.moment]) {
        const truth = when.test(facts, { now: risk.at })
        if (truth === 'eligible') held[name] = (held[name] ?? 0) + 1
        if (truth === 'undecided' && name === judgement?.rule) unanswered += 1
      }
      const sum = found[risk.moment][outcome]
      sum.calls += 1
      sum.amountMinor += risk.amountMinor
      if (outcome !== risk.outcome) changed += 1
    }
    const cursor = next === undefined ? {} : { next }
    return accept({
      claims: found.claim,
      redemptions: found.redeem,
      held,
      changed,
      unanswered,
      ...cursor,
      lanes: ctx.lanes,
    })
  },
})

function emptySums(): Record<RiskOutcome, { calls: number; amountMinor: number }> {
  const none = () => ({ calls: 0, amountMinor: 0 })
  return { allow: none(), challenge: none(), hold: none(), refuse: none() }
}
