import { z } from 'zod'
import { principalOf } from '../../kernel/actor.ts'
import type { Decision } from '../../kernel/decision.ts'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { positiveAmountMinor } from '../../values/money-schema.ts'
import { audienceOf } from '../audience.ts'
import { refuseCard } from '../custody/refuse-card.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { batchOf } from './card-batch-entity.ts'
import type { CardPlace, CardState } from './card-entity.ts'
import { cardRef, fundOf } from './card-entity.ts'
import { CardBooks } from './card-figures.ts'
import { byBlock } from './card-range.ts'
import type { CardSpendState } from './card-rows.ts'
import { cardSpendEntity, cardSpendRef } from './card-rows.ts'
import type { CardStack } from './card-stack.ts'
import { hasMoved, readStack, stackTouches } from './card-stack.ts'
import { refuseByState } from './card-states.ts'
import type { PresentedCard } from './spend-guards.ts'
import { readCardCode, refuseShop, refuseStale } from './spend-guards.ts'

const receipt = z.strictObject({
  spendId: z.string(),
  amountMinor: z.int(),
  /** What is left on the card. */
  balanceMinor: z.int(),
  currency: z.string(),
  orderNumber: z.string(),
  at: isoInstant,
})

const refusals = [
  'code_mistyped',
  'code_unknown',
  'code_wrong_kind',
  'code_already_used',
  'code_expired',
  'code_early',
  'card_unknown',
  'card_not_activated',
  'card_not_bound',
  'card_void',
  'card_recalled',
  'card_balance_short',
  'merchant_unknown',
  'merchant_suspended',
  'merchant_out_of_scope',
] as const

export interface Prepared {
  readonly presented: PresentedCard
  readonly place: CardPlace
  readonly stack: CardStack
}

/**
 * Pays with a card at the shop whose session calls: the holder shows a code, the till says the amount, and that much goes
 * from the card's balance. Each code pays once; a card whose balance reaches zero is spent.
 *
 * Not checked: that goods were handed over, and that the order number is new; it is kept so that statements can be matched.
 */
export const spendCard = defineOperation({
  name: 'card.spend',
  summary: 'Pays an amount from a card by the code its holder shows; each code pays once.',
  kind: 'write',
  route: 'POST /v1/card-spends',
  input: z.strictObject({
    code: z.string().min(1).max(64),
    amountMinor: positiveAmountMinor,
    orderNumber: z.string().min(1).max(64),
  }),
  output: receipt,
  permits: ['terminal', 'merchant'],
  scope: 'sameMerchant',
  refusals,
  async prepare(input, ports): Promise<Outcome<Prepared, 'code_mistyped' | 'code_unknown' | 'code_wrong_kind'>> {
    const read = readCardCode(input.code, ports)
    if (!read.ok) return read
    const { owner, n } = read.value
    const card = (await ports.read([cardRef(read.value)])).get(cardRef(read.value))
    if (!card) return refused('code_unknown')
    const place = { serialNumber: card.serialNumber, owner, n }
    return accepted({ presented: read.value, place, stack: await readStack([place], ports) })
  },
  touches: (_input, { stack }, ports) => stackTouches(stack, ports),
  decide(loaded, input, ctx): Decision<z.output<typeof receipt>, (typeof refusals)[number]> {
    const { presented, place, stack } = ctx.prepared
    const card = loaded.get(cardRef(place))
    if (!card) return refuse('code_unknown')
    if (hasMoved(stack, loaded)) return again()
    const barred =
      (card.status === 'void' ? refuseByState(card, 'spend') : refuseStale(presented, card, ctx)) ??
      refuseCard(card, 'spend', ctx) ??
      (card.holder === undefined ? refused('card_not_bound') : undefined) ??
      refuseShop(card, input.amountMinor, ctx)
    if (barred) return { kind: 'refuse', refusal: barred }
    const { balanceMinor } = card
    const { amountMinor, orderNumber } = input
    if (amountMinor > balanceMinor) return refuse('card_balance_short', { balanceMinor })

    const { currency } = batchOf(ctx.reference, fundOf(card))
    const spent = spentCard(card, amountMinor, presented.step)
    const target = cardSpendRef(place, card.spends ?? 0)
    const spend: CardSpendState = {
      card: card.serialNumber,
      fund: fundOf(card),
      amountMinor,
      balanceMinor: spent.balanceMinor,
      currency,
      merchantId: ctx.actor.merchantId ?? '',
      terminalId: ctx.actor.terminalId,
      by: principalOf(ctx.actor),
      orderNumber,
      at: ctx.now,
    }
    const books = new CardBooks(loaded, ctx)
    books.count(card.batch, place.owner, 'activated', spent.status)
    books.move('activated', 'spent', amountMinor, { fund: fundOf(card), currency, beside: place.owner })
    const { writes, postings } = books.change()
    const { merchantId, terminalId } = spend
    const [where] = byBlock([place])
    const data = { ...where, holder: card.holder, merchantId, terminalId, orderNumber, amountMinor }
    return accept(
      {
        spendId: ctx.ids.encode(cardSpendEntity, { owner: target.owner, n: target.n }, audienceOf(ctx.actor)),
        amountMinor,
        balanceMinor: spent.balanceMinor,
        currency,
        orderNumber,
        at: toIso(ctx.now),
      },
      {
        writes: [write(cardRef(place), spent), write(target, spend), ...writes],
        postings,
        events: [{ type: 'card.spent', data }],
      },
    )
  },
})

function spentCard(card: CardState, amountMinor: number, usedStep: number): CardState {
  const balanceMinor = card.balanceMinor - amountMinor
  const status = balanceMinor === 0 ? 'spent' : 'activated'
  return { ...card, status, balanceMinor, usedStep, spends: (card.spends ?? 0) + 1 }
}
