import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import { refuseCard } from '../custody/refuse-card.ts'
import type { CardBatchState } from './card-batch-entity.ts'
import { batchOf } from './card-batch-entity.ts'
import type { CardPlace, CardState } from './card-entity.ts'
import { cardRef, fundOf, printedSerial } from './card-entity.ts'
import { CardBooks, cardFiguresRef } from './card-figures.ts'
import { placeOfText, reasonField, serialField } from './card-range.ts'
import { heldCardRef } from './card-rows.ts'
import type { CardStack } from './card-stack.ts'
import { hasMoved, readStack, stackTouches } from './card-stack.ts'
import { refuseByState } from './card-states.ts'

export interface Prepared {
  readonly lost: CardPlace
  readonly spare: CardPlace
  readonly holder: number | undefined
  readonly stack: CardStack
}

/**
 * Replaces a lost or broken card out of the spare stock: the old card is void and worth nothing, the spare is activated
 * with exactly the balance that was left, for the same holder and donation. The money stays on the accounts of the batch
 * it was bought in. Staff act on cards and spares of their own station, operators on all.
 */
export const replaceCard = defineOperation({
  name: 'card.replace',
  summary: 'Replaces a lost card by a spare one; balance, holder and donation move along.',
  kind: 'write',
  route: 'POST /v1/cards/replacements',
  input: z.strictObject({ serial: serialField, spareSerial: serialField, reason: reasonField }),
  output: z.strictObject({ serial: z.string(), spareSerial: z.string(), balanceMinor: z.int(), currency: z.string() }),
  permits: ['staff', 'operator'],
  scope: 'sameStation',
  refusals: [
    'serial_mistyped',
    'card_unknown',
    'card_not_activated',
    'card_void',
    'card_recalled',
    'card_state_wrong',
    'spare_required',
  ],
  async prepare(input, ports): Promise<Outcome<Prepared, 'serial_mistyped'>> {
    const lost = placeOfText(input.serial, ports)
    if (!lost.ok) return lost
    const spare = placeOfText(input.spareSerial, ports)
    if (!spare.ok) return spare
    const stack = await readStack([lost.value, spare.value], ports)
    const holder = stack.read.get(lost.value.serialNumber)?.holder
    return accepted({ lost: lost.value, spare: spare.value, holder, stack })
  },
  touches: (_input, prepared, ports) => [...stackTouches(prepared.stack, ports), ...moreTouches(prepared, ports)],
  decide(loaded, input, ctx) {
    const { lost, spare, stack } = ctx.prepared
    if (hasMoved(stack, loaded)) return again()
    const old = loaded.get(cardRef(lost))
    const fresh = loaded.get(cardRef(spare))
    if (!old || !fresh || !inReach(old, ctx) || !inReach(fresh, ctx)) return refuse('card_unknown')
    const barred = refuseByState(old, 'replaceOut')
    if (barred) return { kind: 'refuse', refusal: barred }
    if (!standsIn(batchOf(ctx.reference, fresh.batch), batchOf(ctx.reference, old.batch)))
      return refuse('spare_required')
    const taken = refuseCard(fresh, 'replaceIn', ctx)
    if (taken) return { kind: 'refuse', refusal: taken }
    const { currency } = batchOf(ctx.reference, fundOf(old))
    const { writes, postings } = bookReplacement(new CardBooks(loaded, ctx), old, fresh, currency, ctx.prepared)
    const { holder } = old
    const [gone, next] = replaced(old, fresh, ctx)
    const { stationId, id: by } = ctx.actor
    return accept(
      {
        serial: printedSerial(old.serialNumber),
        spareSerial: printedSerial(fresh.serialNumber),
        balanceMinor: old.balanceMinor,
        currency,
      },
      {
        writes: [
          write(cardRef(lost), gone),
          write(cardRef(spare), next),
          ...(holder === undefined ? [] : [write(heldCardRef(holder, spare.serialNumber), { since: ctx.now })]),
          ...writes,
        ],
        removes: holder === undefined ? [] : [heldCardRef(holder, lost.serialNumber)],
        postings,
        events: [
          {
            type: 'card.replaced',
            data: {
              card: lost.serialNumber,
              spare: spare.serialNumber,
              holder,
              balanceMinor: old.balanceMinor,
              stationId,
              by,
              reason: input.reason,
            },
          },
        ],
      },
    )
  },
})

/** The money's batch gets a row of figures in the spare's lane, and the holder's list changes one card for the other. */
function moreTouches({ lost, spare, holder, stack }: Prepared, { lanes }: Ports) {
  const old = stack.read.get(lost.serialNumber)
  return [
    ...(old ? [cardFiguresRef(fundOf(old), spare.owner % lanes)] : []),
    ...(holder === undefined ? [] : [heldCardRef(holder, lost.serialNumber), heldCardRef(holder, spare.serialNumber)]),
  ]
}

function inReach(card: CardState, { actor }: Context<Prepared>): boolean {
  return actor.role === 'operator' || card.stationId === actor.stationId
}

/** A spare of the same benefit and currency. */
function standsIn(spare: CardBatchState, lost: CardBatchState): boolean {
  const { programme, benefit, currency } = lost
  return spare.spare && spare.programme === programme && spare.benefit === benefit && spare.currency === currency
}

function bookReplacement(
  books: CardBooks,
  old: CardState,
  fresh: CardState,
  currency: string,
  { lost, spare }: Prepared,
) {
  const fund = fundOf(old)
  books.count(old.batch, lost.owner, 'activated', 'void')
  books.count(fresh.batch, spare.owner, 'stored', 'activated')
  books.carry(old.balanceMinor, { fund, currency, beside: lost.owner }, { fund, currency, beside: spare.owner })
  return books.change()
}

/** Both cards as they are afterwards; never more on the spare than was on the other. */
function replaced(
  old: CardState,
  fresh: CardState,
  { now, actor }: Context<Prepared>,
): readonly [CardState, CardState] {
  const gone: CardState = {
    ...old,
    status: 'void',
    balanceMinor: 0,
    voidMinor: 0,
    voidedAt: now,
    replacedBy: fresh.serialNumber,
  }
  const next: CardState = {
    ...fresh,
    status: 'activated',
    balanceMinor: old.balanceMinor,
    loadedMinor: old.balanceMinor,
    fund: fundOf(old),
    donation: old.donation,
    activatedAt: now,
    activatedBy: actor.id,
    holder: old.holder,
    boundAt: old.boundAt,
    replaces: old.serialNumber,
  }
  return [gone, next]
}
