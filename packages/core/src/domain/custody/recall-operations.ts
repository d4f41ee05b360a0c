import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { BLOCK_SIZE, parseSerial } from '../../values/serial.ts'
import { isBoughtBlock } from '../card/card-batch-entity.ts'
import { reasonField, serialField } from '../card/card-range.ts'
import type { CardRecallState } from './card-recall.ts'
import { cardRecallEntity } from './card-recall.ts'
import { recallView, viewRecall } from './recall-view.ts'

/** As many as a purchase may have. */
const MAX_RECALLED = 10_000_000

export interface PreparedRecall {
  readonly owner: number
  readonly from: number
  readonly to: number
}

/**
 * Calls a whole range of cards back at once, whoever has them: a stolen box, a printer's mistake. From now on none of them
 * is received, activated, bound or spent (`card_recalled`), checks say void, and so do the status lists that partners fetch.
 * Nothing is written per card and no money moves: a recall can be lifted, and `card.void` writes the cards off, recalled or
 * not. A holder is given a spare for a recalled card by `card.replace`.
 *
 * Another process of the same store acts on it within two seconds, a partner at its next list.
 */
export const recallCards = defineOperation({
  name: 'card.recall',
  summary: 'Calls a range of cards back at once; partners see them as void. It can be lifted.',
  kind: 'write',
  route: 'POST /v1/card-recalls',
  input: z.strictObject({ from: serialField, to: serialField, reason: reasonField }),
  output: recallView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['serial_mistyped', 'range_invalid', 'card_unknown', 'person_unnamed'],
  prepare(input, ports): Outcome<PreparedRecall, 'serial_mistyped' | 'range_invalid' | 'card_unknown'> {
    const [first, last] = [parseSerial(input.from), parseSerial(input.to)]
    if (!first.ok) return first
    if (!last.ok) return last
    const [from, to] = [first.value.serialNumber, last.value.serialNumber]
    if (to < from || to - from >= MAX_RECALLED) return refused('range_invalid', { limit: MAX_RECALLED })
    // A slip in the first digits must not pass for a recall of what was stolen.
    if (!isBought(from, ports) || !isBought(to, ports)) return refused('card_unknown')
    return accepted({ owner: ports.newOwner(), from, to })
  },
  touches: (_input, { owner }) => [referenceRef(cardRecallEntity, String(owner))],
  decide(loaded, { reason }, ctx) {
    const { owner, from, to } = ctx.prepared
    const { id: by } = ctx.actor
    const row = referenceRef(cardRecallEntity, String(owner))
    if (loaded.get(row)) return again()
    if (by === undefined) return refuse('person_unnamed')
    const recall: CardRecallState = { owner, from, to, reason, by, at: ctx.now }
    return accept(viewRecall(recall, ctx), {
      writes: [write(row, recall)],
      events: [{ type: 'card.recalled', data: { recall: owner, from, to, by, reason } }],
    })
  },
})

/** Lifts a recall: the box was found. By another person than who recalled it. */
export const liftRecall = defineOperation({
  name: 'card.liftRecall',
  summary: 'Lifts a recall of cards; another person than who recalled them does it.',
  kind: 'write',
  route: 'POST /v1/card-recalls/{recallId}/lifting',
  input: z.strictObject({ recallId: z.string().min(1).max(64), reason: reasonField }),
  output: recallView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: ['recall_unknown', 'person_unnamed', 'same_person'],
  prepare({ recallId }, { ids }) {
    const found = ids.decode(cardRecallEntity, recallId)
    return found ? accepted(referenceRef(cardRecallEntity, String(found.owner))) : refused('recall_unknown')
  },
  touches: (_input, row) => [row],
  decide(loaded, { reason }, ctx) {
    const recall = loaded.get(ctx.prepared)
    const { id: by } = ctx.actor
    if (!recall || recall.lifted) return refuse('recall_unknown')
    if (by === undefined) return refuse('person_unnamed')
    if (by === recall.by) return refuse('same_person')
    const lifted: CardRecallState = { ...recall, lifted: { by, at: ctx.now, reason } }
    const { owner, from, to } = recall
    return accept(viewRecall(lifted, ctx), {
      writes: [write(ctx.prepared, lifted)],
      events: [{ type: 'card.recallLifted', data: { recall: owner, from, to, by, reason } }],
    })
  },
})

/** Every recall, the newest first, those that were lifted too. */
export const listRecalls = defineOperation({
  name: 'card.recalls',
  summary: 'Lists the recalls of cards, newest first, with what was lifted.',
  kind: 'read',
  route: 'GET /v1/card-recalls',
  input: z.strictObject({}),
  output: z.strictObject({ recalls: z.array(recallView) }),
  permits: ['operator', 'reviewer', 'auditor', 'staff'],
  scope: 'tenant',
  refusals: [],
  touches: () => [],
  decide: (_loaded, _input, ctx) =>
    accept({
      recalls: ctx.reference
        .list(cardRecallEntity)
        .toSorted((a, b) => b.at - a.at || b.owner - a.owner)
        .map((recall) => viewRecall(recall, ctx)),
    }),
})

function isBought(serialNumber: number, { reference }: Pick<Ports, 'reference'>): boolean {
  return isBoughtBlock(Math.floor(serialNumber / BLOCK_SIZE), reference)
}
