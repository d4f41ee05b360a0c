import type { JournalLine, Reference } from '../../kernel/ports.ts'
import { findBatch } from '../batch/batch-entity.ts'
import { eventsIn } from '../ledger/events-in.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { findBenefit } from '../programme/programme-entity.ts'
import type { RiskMoment, RiskOutcome } from '../programme/risk-schema.ts'
import { thresholdOf } from '../voucher/subsidy.ts'

/** One call as the journal remembers that risk rules judged it. */
export interface RecordedRisk {
  readonly seq: number
  readonly at: number
  readonly moment: RiskMoment
  readonly batch: number
  readonly merchantId: string | undefined
  readonly orderAmountMinor: number
  /** The sponsor's money that was at stake. */
  readonly amountMinor: number
  /** What came of it then. */
  readonly outcome: RiskOutcome
  /** What the store and the till supplied then, as far as it was recorded. */
  readonly facts: Readonly<Record<string, unknown>>
}

interface Told {
  readonly holder: number
  readonly batch: number
  readonly merchantId?: string
  readonly orderAmountMinor?: number
  readonly amountMinor?: number
  readonly subsidyMinor?: number
  readonly risk?: { readonly rule: string; readonly do: RiskOutcome }
  readonly decision?: { readonly facts: Readonly<Record<string, unknown>> }
}

const judged = ['voucher.claimed', 'voucher.redeemed', 'risk.refused', 'risk.challenged']

/** The judged calls among journal rows. What a challenge let pass, since the person was identified anew, was allowed. */
export function recordedRisks(lines: readonly JournalLine[], reference: Reference): RecordedRisk[] {
  return lines.flatMap((line) => {
    const { seq, at } = line
    return eventsIn<Told>(line, judged).flatMap(({ type, data }) => {
      const { risk, decision, batch, merchantId, orderAmountMinor = 0 } = data
      if (!decision) return []
      const unitMinor = findBatch(reference, batch)?.unitMinor ?? 0
      const amountMinor = data.subsidyMinor ?? data.amountMinor ?? unitMinor
      const moment: RiskMoment = merchantId === undefined ? 'claim' : 'redeem'
      const passed = type.startsWith('voucher.') && risk?.do === 'challenge'
      const outcome = passed ? 'allow' : (risk?.do ?? 'allow')
      return [{ seq, at, moment, batch, merchantId, orderAmountMinor, amountMinor, outcome, facts: decision.facts }]
    })
  })
}

/**
 * The shop and the order as rules see them, beside what was recorded. Not always kept in the journal: the shop is taken as it is
 * registered today, and the threshold as it stands in today's programme.
 */
export function factsToday(
  { merchantId, batch, orderAmountMinor }: RecordedRisk,
  reference: Reference,
): Readonly<Record<string, unknown>> {
  const merchant = merchantId === undefined ? undefined : reference.find(merchantEntity, merchantId)
  const state = findBatch(reference, batch)
  const found = state && findBenefit(reference, `${state.programme}/${state.benefit}`)
  if (!merchant || found?.benefit.kind !== 'voucher') return {}
  const { merchantId: id, industry, format, region, status, position, online } = merchant
  const shop = { merchantId: id, industry, format, region, status, position, online }
  return {
    ...Object.fromEntries(Object.entries(shop).map(([name, value]) => [`merchant.${name}`, value])),
    'order.amountMinor': orderAmountMinor,
    'order.overThresholdMinor': orderAmountMinor - thresholdOf(found.benefit.terms),
  }
}
