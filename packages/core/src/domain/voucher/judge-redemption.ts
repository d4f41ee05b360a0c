import type { Loaded, Touch, Write } from '../../kernel/entity.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context, Ports, Reference } from '../../kernel/ports.ts'
import { businessDay } from '../../values/calendar.ts'
import type { HolderCase } from '../facts/claim-counters.ts'
import type { Counter } from '../facts/counter.ts'
import { counterFacts, countersFor, counterTouches, counterWrites } from '../facts/counter.ts'
import type { ShopCase } from '../facts/redeem-counters.ts'
import { holderCounters, shopCounters } from '../facts/redeem-counters.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { programmeRules } from '../programme/compiled-rules.ts'
import { findVersion, programmeEntity } from '../programme/programme-entity.ts'
import type { DecisionRecord } from '../programme/record-decision.ts'
import { recordDecision } from '../programme/record-decision.ts'
import type { RiskJudgement } from '../risk/judge-risk.ts'
import { judgeRisk } from '../risk/judge-risk.ts'
import type { Presented, PresentedDigits, PresentedInput, ReadPresented } from './presented.ts'
import { readPresented } from './presented.ts'
import type { Order } from './redeem-guards.ts'
import { redeemFacts, redemptionDecision } from './redeem-guards.ts'
import type { VoucherState } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

/** The counters that risk rules of some programme in force ask: whose voucher it is, is not known yet. */
export interface RedemptionCounters {
  readonly shop: readonly Counter<ShopCase>[]
  readonly holder: readonly Counter<HolderCase>[]
}

export type PreparedRedemption = (Presented | PresentedDigits) & { readonly counters: RedemptionCounters }

type Prepared = Outcome<PreparedRedemption, Extract<ReadPresented, { ok: false }>['code']>

export function prepareRedemption(input: PresentedInput, ports: Ports): Prepared | Promise<Prepared> {
  const withCounters = (presented: ReadPresented): Prepared =>
    presented.ok ? accepted({ ...presented.value, counters: countersInForce(ports.reference) }) : presented
  const presented = readPresented(input, ports)
  return presented instanceof Promise ? presented.then(withCounters) : withCounters(presented)
}

export function countersInForce(reference: Reference): RedemptionCounters {
  const reads = new Set<string>()
  for (const { programme } of reference.list(programmeEntity)) {
    const version = findVersion(reference, programme)
    if (version) for (const fact of programmeRules(version.document).readByRisk) reads.add(fact)
  }
  return { shop: countersFor(shopCounters, reads), holder: countersFor(holderCounters, reads) }
}

/** The risk rules of today: terms freeze at the claim, risk does not. */
function todaysRules(voucher: VoucherState, reference: Reference) {
  const document = (findVersion(reference, voucher.programme) ?? termsOf(voucher, reference)).document
  return { document, rules: programmeRules(document) }
}

function holderCase(owner: number, { programme, benefit }: VoucherState, today: string): HolderCase {
  return { owner, programme, benefit, today }
}

export function holderTouches({ holder }: RedemptionCounters, owner: number, voucher: VoucherState): readonly Touch[] {
  return counterTouches(holder, holderCase(owner, voucher, ''))
}

export interface JudgedRedemption {
  readonly risk: RiskJudgement | undefined
  readonly record: DecisionRecord
  readonly writes: readonly Write[]
}

/** What today's risk rules say of a redemption. Undefined: a version came meanwhile that asks for rows which were not loaded. */
export function judgeRedemption(
  loaded: Loaded,
  owner: number,
  voucher: VoucherState,
  input: Order,
  merchantId: string,
  ctx: Context<{ readonly counters: RedemptionCounters }>,
): JudgedRedemption | undefined {
  const merchant = ctx.reference.find(merchantEntity, merchantId)
  const terms = programmeRules(termsOf(voucher, ctx.reference).document)
  const { document, rules } = todaysRules(voucher, ctx.reference)
  const shop = countersFor(shopCounters, rules.readByRisk)
  const holder = countersFor(holderCounters, rules.readByRisk)
  const { counters } = ctx.prepared
  const isLoaded =
    shop.every((one) => counters.shop.includes(one)) && holder.every((one) => counters.holder.includes(one))
  if (!isLoaded) return undefined
  const shopCase = { merchantId, now: ctx.now }
  const found = holderCase(owner, voucher, businessDay(ctx.now, document.timeZone))
  const facts = {
    ...(merchant && redeemFacts(voucher, merchant, input, ctx)),
    ...counterFacts(shop, loaded, shopCase),
    ...counterFacts(holder, loaded, found),
  }
  const asked = rules.risk.redeem
  const risk = judgeRisk(asked, { store: facts }, ctx.now)
  const reads = new Set([...rules.readByRisk, ...(terms.benefits.get(voucher.benefit)?.readAtUse ?? [])])
  const record = recordDecision(
    terms.hash,
    facts,
    reads,
    [redemptionDecision(voucher, facts, ctx)],
    asked.length > 0 ? { document, rules } : undefined,
  )
  return { risk, record, writes: counterWrites(shop, loaded, shopCase) }
}
