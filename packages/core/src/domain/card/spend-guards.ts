import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import { isFresh, stepAt } from '../../token/code/code-step.ts'
import { readCode } from '../../token/code/read-code.ts'
import type { MerchantState } from '../merchant/merchant-entity.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { rulesOf } from '../programme/compiled-rules.ts'
import { batchOf, cardTerms } from './card-batch-entity.ts'
import type { CardState } from './card-entity.ts'
import { cardEntity } from './card-entity.ts'

/** Which card a code stands for; the row says whether it may be used. */
export interface PresentedCard {
  readonly owner: number
  readonly n: number
  /** Modulo 16. */
  readonly version: number
  readonly step: number
}

/** Freshness is judged later, behind the stored reply, so that a till's late retry gets its receipt. */
export function readCardCode(
  text: string,
  { keys, actor, now }: Pick<Ports, 'keys' | 'actor' | 'now'>,
): Outcome<PresentedCard, 'code_mistyped' | 'code_unknown' | 'code_wrong_kind'> {
  const read = readCode({ keys, tenant: actor.tenant, text, now })
  if (!read.ok) return read
  const { owner, kind, ordinal, version, step, form } = read.value
  if (form !== 'card' || kind !== cardEntity.kind) return refused('code_wrong_kind', { expected: 'card', form })
  return accepted({ owner, n: ordinal, version, step })
}

type Ctx = Pick<Context<unknown>, 'now' | 'reference' | 'actor'>

/** A code that was used before, of an earlier binding, or of a step that is over or not yet due. */
export function refuseStale(
  { step, version }: PresentedCard,
  card: CardState,
  { now, reference }: Ctx,
): Refusal<'code_already_used' | 'code_expired' | 'code_early'> | undefined {
  if (version !== card.version % 16) return refused('code_expired')
  // An older step than the last used one is dead too: whoever shows it kept it from before.
  if (step <= (card.usedStep ?? -1)) return refused('code_already_used')
  const { everySeconds } = cardTerms(reference, batchOf(reference, card.batch)).benefit.code
  if (isFresh({ step }, { now, everySeconds })) return undefined
  return step > stepAt(now, everySeconds) ? refused('code_early', {}, { retryable: true }) : refused('code_expired')
}

/** The shop must be registered, active today, and within what the programme lets its cards pay for. */
export function refuseShop(
  card: CardState,
  amountMinor: number,
  { now, reference, actor }: Ctx,
): Refusal<'merchant_unknown' | 'merchant_suspended' | 'merchant_out_of_scope'> | undefined {
  const merchantId = actor.merchantId ?? ''
  const merchant = reference.find(merchantEntity, merchantId)
  if (!merchant) return refused('merchant_unknown', { merchantId })
  if (merchant.status !== 'active') return refused('merchant_suspended')
  const { document, name } = cardTerms(reference, batchOf(reference, card.batch))
  const facts = { session: {}, store: { ...merchantFacts(merchant), 'order.amountMinor': amountMinor } }
  const decision = rulesOf(document, name).redemption?.evaluate(facts, { now })
  if (!decision || decision.outcome === 'eligible') return undefined
  return refused('merchant_out_of_scope', {}, { reasons: decision.reasons, needs: decision.needs })
}

function merchantFacts(merchant: MerchantState): Record<string, unknown> {
  const { merchantId, industry, region, status, online, position } = merchant
  const facts = { merchantId, industry, region, status, online, position }
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`merchant.${name}`, value]))
}
