import type { Loaded, Touch, Write } from '../../kernel/entity.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context, Ports, Reference } from '../../kernel/ports.ts'
import { businessDay } from '../../values/calendar.ts'
import type { Counter } from '../facts/counter.ts'
import { counterFacts, countersFor, counterTouches, counterWrites } from '../facts/counter.ts'
import { holderCounters, shopCounters } from '../facts/redeem-counters.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { programmeRules } from '../programme/compiled-rules.ts'
import { findVersion, programmeEntity } from '../programme/programme-entity.ts'
import type { DecisionRecord } from '../programme/record-decision.ts'
import { recordDecision } from '../programme/record-decision.ts'
import { groupFacts } from '../risk/closed-groups.ts'
import type { Declined } from '../risk/decline-by-risk.ts'
import { declineByRisk } from '../risk/decline-by-risk.ts'
import { holderAtUse, readsJourney } from '../risk/holder-counters.ts'
import { holderRiskRef } from '../risk/holder-risk.ts'
import type { RiskJudgement } from '../risk/judge-risk.ts'
import { judgeRisk } from '../risk/judge-risk.ts'
import { journeyTo, sealPlace } from '../risk/last-place.ts'
import type { ShopCase, UseCase } from '../risk/risk-cases.ts'
import { hugsTier } from '../risk/shop-counters.ts'
import { heldNumber } from '../settlement/held-entity.ts'
import type { Presented, PresentedDigits, PresentedInput, ReadPresented } from './presented.ts'
import { readPresented } from './presented.ts'
import type { Order, Scope } from './redeem-guards.ts'
import { onlineOrder } from './redeem-guards.ts'
import { thresholdOf } from './subsidy.ts'
import type { VoucherState } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

/** The counters that risk rules of some programme in force ask: whose voucher it is, is not known yet. */
export interface RedemptionCounters {
  readonly shop: readonly Counter<ShopCase>[]
  readonly holder: readonly Counter<UseCase>[]
  /** Whether any of them judges uses. */
  readonly judges: boolean
  readonly readsJourney: boolean
  /** The row for a settlement that is kept back; undefined where no rule asks for it. */
  readonly heldN: number | undefined
}

export type PreparedRedemption = (Presented | PresentedDigits) & { readonly counters: RedemptionCounters }

type Prepared = Outcome<PreparedRedemption, Extract<ReadPresented, { ok: false }>['code']>

export function prepareRedemption(input: PresentedInput, ports: Ports): Prepared | Promise<Prepared> {
  const withCounters = (presented: ReadPresented): Prepared =>
    presented.ok ? accepted({ ...presented.value, counters: countersInForce(ports) }) : presented
  const presented = readPresented(input, ports)
  return presented instanceof Promise ? presented.then(withCounters) : withCounters(presented)
}

export function countersInForce({
  reference,
  now,
  random,
}: Pick<Ports, 'reference' | 'now' | 'random'>): RedemptionCounters {
  const reads = new Set<string>()
  let [judges, holds] = [false, false]
  for (const { programme } of reference.list(programmeEntity)) {
    const version = findVersion(reference, programme)
    const rules = version && programmeRules(version.document)
    for (const fact of rules?.readByRisk ?? []) reads.add(fact)
    judges ||= (rules?.risk.redeem.length ?? 0) > 0
    holds ||= rules?.risk.redeem.some((rule) => rule.do === 'hold') ?? false
  }
  return {
    shop: countersFor(shopCounters, reads),
    holder: countersFor(holderCounters, reads),
    judges,
    readsJourney: readsJourney(reads),
    heldN: holds ? heldNumber(now, random(3)) : undefined,
  }
}

/** Whether risk rules of today judge the uses of such a voucher. */
export function judgesUses(voucher: VoucherState, reference: Reference): boolean {
  return todaysRules(voucher, reference).rules.risk.redeem.length > 0
}

/** The risk rules of today: terms freeze at the claim, risk does not. */
function todaysRules(voucher: VoucherState, reference: Reference) {
  const document = (findVersion(reference, voucher.programme) ?? termsOf(voucher, reference)).document
  return { document, rules: programmeRules(document) }
}

export function holderTouches(counters: RedemptionCounters, owner: number, voucher: VoucherState): readonly Touch[] {
  const { programme, benefit } = voucher
  const named: UseCase = { owner, programme, benefit, today: '', merchantId: '', now: 0 }
  return [
    ...counterTouches(counters.holder, named),
    ...(counters.judges ? [holderRiskRef(owner)] : []),
    ...(counters.readsJourney ? [holderRef(owner)] : []),
  ]
}

export interface JudgedRedemption {
  readonly risk: RiskJudgement | undefined
  readonly record: DecisionRecord
  /** What the rules count of it, once it is made. */
  readonly writes: readonly Write[]
  /** The refusal the rules ask for. */
  readonly declined: Declined | undefined
}

/** A use as its counters see it: how far the holder came to the shop, and what they would remember of it. */
function useCase(
  loaded: Loaded,
  use: Use,
  { today, countsHolder }: { readonly today: string; readonly countsHolder: boolean },
  ctx: Context<{ readonly counters: RedemptionCounters }>,
) {
  const { owner, voucher, order, scope } = use
  const { merchant } = scope
  const { programme, benefit } = voucher
  const thresholdMinor = thresholdOf(termsOf(voucher, ctx.reference).benefit.terms)
  const { orderAmountMinor } = order
  const sale = { amountMinor: orderAmountMinor, hugsTier: hugsTier(orderAmountMinor, thresholdMinor) }
  const shop = { merchantId: merchant.merchantId, now: ctx.now, sale }
  const found: UseCase = { ...shop, owner, programme, benefit, today }
  // A sale over the wire says nothing of where the customer is; what nobody counts is not unsealed.
  if (!countsHolder || !ctx.prepared.counters.readsJourney || onlineOrder(order, ctx)) return { shop, found }
  const holder = loaded.get(holderRef(owner))
  const journey = journeyTo(merchant.position, holder, loaded.get(holderRiskRef(owner)), owner, ctx)
  return { shop, found: { ...found, journey, place: sealPlace(merchant.position, holder, owner, ctx) } }
}

export interface Use {
  readonly owner: number
  readonly voucher: VoucherState
  readonly order: Order
  readonly scope: Scope
  /** What it would cost the sponsor. */
  readonly subsidyMinor: number
  /** Whether the holder has been identified anew, as a challenge asks. */
  isIdentifiedAnew(): boolean
  /** Written also when the rules refuse it. */
  readonly writes: readonly Write[]
}

/** What today's risk rules say of a redemption. Undefined: a version came meanwhile that asks for rows which were not loaded. */
export function judgeRedemption(
  loaded: Loaded,
  use: Use,
  ctx: Context<{ readonly counters: RedemptionCounters }>,
): JudgedRedemption | undefined {
  const { owner, voucher, order, scope, subsidyMinor } = use
  const { merchant } = scope
  const terms = programmeRules(termsOf(voucher, ctx.reference).document)
  const { document, rules } = todaysRules(voucher, ctx.reference)
  const shop = countersFor(shopCounters, rules.readByRisk)
  const holder = countersFor(holderCounters, rules.readByRisk)
  const { counters } = ctx.prepared
  const asked = rules.risk.redeem
  const isLoaded =
    shop.every((one) => counters.shop.includes(one)) &&
    holder.every((one) => counters.holder.includes(one)) &&
    (asked.length === 0 || counters.judges) &&
    (counters.heldN !== undefined || !asked.some((rule) => rule.do === 'hold'))
  if (!isLoaded) return undefined
  const countsHolder = holder.includes(holderAtUse)
  const cases = useCase(loaded, use, { today: businessDay(ctx.now, document.timeZone), countsHolder }, ctx)
  const facts = {
    ...scope.facts,
    'merchant.ageDays': Math.floor((ctx.now - merchant.since) / 86_400_000),
    'voucher.watched': voucher.watched === true,
    ...(asked.length > 0 ? groupFacts(ctx.reference, merchant.merchantId, owner) : {}),
    ...counterFacts(shop, loaded, cases.shop),
    ...counterFacts(holder, loaded, cases.found),
  }
  const risk = judgeRisk(asked, { store: facts }, ctx.now)
  const reads = new Set([
    ...rules.readByRisk,
    // Also what was counted beside it, so that a draft policy can be tried on it.
    ...shop.flatMap((each) => each.facts),
    ...(countsHolder ? holderAtUse.facts : []),
    ...(terms.benefits.get(voucher.benefit)?.readAtUse ?? []),
  ])
  const record = recordDecision(
    terms.hash,
    facts,
    reads,
    [scope.decision],
    asked.length > 0 ? { document, rules } : undefined,
  )
  const what = {
    batch: voucher.batch,
    merchantId: merchant.merchantId,
    orderAmountMinor: order.orderAmountMinor,
    amountMinor: subsidyMinor,
  }
  const declined = declineByRisk(loaded, { ...use, risk, record, what, writes: () => use.writes }, ctx.now)
  const counted = [...counterWrites(shop, loaded, cases.shop), ...counterWrites(holder, loaded, cases.found)]
  return { risk, record, writes: counted, declined }
}
