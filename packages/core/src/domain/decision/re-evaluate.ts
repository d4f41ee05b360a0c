import { TallyError } from '../../kernel/error.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import type { Reason } from '../../kernel/outcome.ts'
import type { Reference } from '../../kernel/ports.ts'
import type { Decision } from '../../rules/evaluate/decide.ts'
import { findBatch } from '../batch/batch-entity.ts'
import type { HolderState } from '../holder/holder-entity.ts'
import { openFacts } from '../holder/seal-facts.ts'
import { programmeRules, rulesOf } from '../programme/compiled-rules.ts'
import type { ProgrammeDocument, VoucherBenefit } from '../programme/document-schema.ts'
import type { FoundBenefit } from '../programme/programme-entity.ts'
import { findBenefit, findVersion, versionName } from '../programme/programme-entity.ts'
import { saidBy } from '../programme/record-decision.ts'
import { judgeRisk } from '../risk/judge-risk.ts'
import { redemptionDecision } from '../voucher/redeem-guards.ts'
import { shareOrder } from '../voucher/subsidy.ts'
import type { RecordedDecision } from './recorded-decision.ts'

/** One thing that does not come out as it did. */
export interface Difference {
  readonly about: 'programme' | 'rules' | 'facts' | 'quota' | 'eligibility' | 'redemption' | 'risk' | 'subsidy' | 'said'
  readonly recorded: string
  readonly now: string
  /** The conditions that say otherwise today. */
  readonly reasons: readonly Reason[]
}

export interface Reevaluated {
  /** The benefit in its version, `spring@3/catering`; the batch's number where that is gone. */
  readonly benefit: string
  /** `facts_gone`: what the person's side said was never kept, or its key was destroyed; the rest is not compared then. */
  readonly result: 'same' | 'different' | 'facts_gone'
  readonly differences: readonly Difference[]
}

interface Ctx {
  readonly reference: Reference
  readonly keys: KeyRing
  readonly actor: { readonly tenant: string }
}

type Facts = Readonly<Record<string, unknown>>

/**
 * Asks the rules of the recorded version once more, with the recorded facts at the recorded time, and compares: rules by content,
 * every outcome, the risk rule that spoke, what the order cost the sponsor, and all else that was said, byte for byte.
 *
 * @param holder the person's row; without its key what they said is gone
 */
export function reevaluate(recorded: RecordedDecision, holder: HolderState | undefined, ctx: Ctx): Reevaluated {
  const batch = findBatch(ctx.reference, recorded.batch)
  const version = batch && versionName(batch.programme, recorded.programmeVersion)
  const name = version ? `${version}/${batch.benefit}` : String(recorded.batch)
  const found = findBenefit(ctx.reference, name)
  if (found?.benefit.kind !== 'voucher') {
    return { benefit: name, result: 'different', differences: [differs('programme', name, 'missing')] }
  }
  const changed = contentDiffers(recorded, found.document, ctx.reference)
  const judged =
    recorded.event === 'voucher.claimed'
      ? reclaim(recorded, holder, found as FoundBenefit<VoucherBenefit>, ctx)
      : reuse(recorded, found as FoundBenefit<VoucherBenefit>, ctx)
  if (judged === undefined) return { benefit: name, result: 'facts_gone', differences: changed }
  const differences = [...changed, ...judged]
  return { benefit: name, result: differences.length === 0 ? 'same' : 'different', differences }
}

/** A published version must never have another content than it had; nor may tables that the language reads. */
function contentDiffers(
  { decision }: RecordedDecision,
  document: ProgrammeDocument,
  reference: Reference,
): readonly Difference[] {
  const today = programmeRules(document).hash
  const changed = decision.rules === today ? [] : [differs('rules', decision.rules, today)]
  if (!decision.risk) return changed
  const asked = findVersion(reference, versionName(document.programme, decision.risk.programmeVersion))
  const risk = asked ? programmeRules(asked.document).hash : 'missing'
  return decision.risk.rules === risk ? changed : [...changed, differs('rules', decision.risk.rules, risk)]
}

function reclaim(
  { holder: owner, sealed, decision, risk, at }: RecordedDecision,
  holder: HolderState | undefined,
  { document, name }: FoundBenefit<VoucherBenefit>,
  ctx: Ctx,
): readonly Difference[] | undefined {
  let said: Facts | undefined
  try {
    said = sealed === undefined ? {} : openFacts(holder, owner, sealed, ctx)
  } catch (error) {
    if (!(error instanceof TallyError)) throw error
    return [differs('facts', 'sealed', error.code)]
  }
  if (said === undefined) return undefined
  const facts = { session: said.session as Facts, client: { position: said.position }, store: decision.facts }
  const rules = rulesOf(document, name)
  const quota = rules.quota?.evaluate(facts, { now: at })
  const eligibility = rules.eligibility?.evaluate(facts, { now: at })
  // Entries from before the person's facts were kept with them lack what decided.
  const isMissing = (decided: Decision | undefined) => decided?.outcome === 'undecided' && said.session === undefined
  if (isMissing(quota) || isMissing(eligibility)) return undefined
  return [
    ...outcomeDiffers('quota', quota),
    ...outcomeDiffers('eligibility', eligibility),
    ...riskDiffers(risk, judgeRisk(programmeRules(document).risk.claim, facts, at)),
    ...saidDiffers(decision.said, [quota, eligibility]),
  ]
}

function reuse(
  recorded: RecordedDecision,
  { document, name, benefit }: FoundBenefit<VoucherBenefit>,
  { reference }: Ctx,
): readonly Difference[] {
  const { decision, risk, at, programmeVersion } = recorded
  const { programme } = document
  const used = redemptionDecision({ programme, programmeVersion, benefit: name }, decision.facts, {
    reference,
    now: at,
  })
  const inForce = decision.risk && findVersion(reference, versionName(programme, decision.risk.programmeVersion))
  const asked = inForce ? programmeRules(inForce.document).risk.redeem : []
  return [
    ...outcomeDiffers('redemption', used),
    ...riskDiffers(risk, judgeRisk(asked, { store: decision.facts }, at)),
    ...saidDiffers(decision.said, [used]),
    ...subsidyDiffers(recorded, benefit),
  ]
}

function subsidyDiffers(recorded: RecordedDecision, { terms }: VoucherBenefit): readonly Difference[] {
  const { orderAmountMinor, excludedAmountMinor, merchantDiscountMinor, item, subsidyMinor } = recorded
  if (orderAmountMinor === undefined || subsidyMinor === undefined) return []
  // Of an exchange the shop's part is what its list has above the agreed price: it is worked out, not asked for.
  const offer = 'exchange' in terms ? undefined : merchantDiscountMinor
  const shares = shareOrder(terms, { orderAmountMinor, excludedAmountMinor, merchantDiscountMinor: offer, item })
  const now = shares.ok ? String(shares.subsidyMinor) : shares.code
  return now === String(subsidyMinor) ? [] : [differs('subsidy', String(subsidyMinor), now)]
}

/** What stands in the journal was a yes. */
function outcomeDiffers(
  about: 'quota' | 'eligibility' | 'redemption',
  decided: Decision | undefined,
): readonly Difference[] {
  if (decided === undefined || decided.outcome === 'eligible') return []
  return [{ about, recorded: 'eligible', now: decided.outcome, reasons: decided.reasons }]
}

type Judgement = RecordedDecision['risk']

function riskDiffers(recorded: Judgement, today: Judgement): readonly Difference[] {
  const [before, now] = [recorded, today].map((each) => (each ? `${each.rule}: ${each.do}` : 'nothing'))
  return before === now ? [] : [differs('risk', before ?? '', now ?? '')]
}

/** Compared only among decisions of the same outcome; that outcomes differ has been said by then. */
function saidDiffers(recorded: string | undefined, decided: readonly (Decision | undefined)[]): readonly Difference[] {
  if (decided.some((each) => each !== undefined && each.outcome !== 'eligible')) return []
  const now = saidBy(decided)
  return now === recorded ? [] : [differs('said', recorded ?? 'nothing', now ?? 'nothing')]
}

function differs(about: Difference['about'], recorded: string, now: string): Difference {
  return { about, recorded, now, reasons: [] }
}
