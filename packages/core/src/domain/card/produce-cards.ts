import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { inputRefused } from '../../kernel/input-invalid.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { blockOwner } from './block-owner.ts'
import type { CardBatchState } from './card-batch-entity.ts'
import { blocksOf, cardBatchBehind, cardBatchId, serialsOf } from './card-batch-entity.ts'
import type { CardState } from './card-entity.ts'
import { cardRef, printedSerial } from './card-entity.ts'
import { CardBooks, cardFiguresRef } from './card-figures.ts'
import { cardBlockRef } from './card-rows.ts'
import { cardSecret, secretHash } from './card-secret.ts'

/** A block of a batch with its serials, for calls that name it by number. */
export interface BatchBlock {
  readonly batch: CardBatchState
  /** Of all blocks of the tenant. */
  readonly block: number
  readonly owner: number
  readonly serials: readonly number[]
}

export const blockField = z.int().min(1).max(1_000_000)

/** Refuses `input_invalid` for a block the batch does not have. */
export function blockBehind(
  input: { readonly cardBatchId: string; readonly block: number },
  ports: Ports,
): Outcome<BatchBlock, 'card_batch_unknown' | 'input_invalid'> {
  const found = cardBatchBehind(input.cardBatchId, ports)
  if (!found.ok) return found
  const batch = found.value
  if (input.block > blocksOf(batch)) return inputRefused('block', 'too_big', { maximum: blocksOf(batch) })
  const { from, to } = serialsOf(batch, input.block)
  const block = batch.firstBlock + input.block - 1
  return accepted({
    batch,
    block,
    owner: blockOwner(ports.keys, ports.actor.tenant, block),
    serials: Array.from({ length: to - from + 1 }, (_, at) => from + at),
  })
}

/**
 * Makes the cards of one block of a batch: each gets its serial and the keyed hash of its secret, and its face value enters
 * the ledger as purchased and accepted. Blocks are counted from 1 and may be produced in any order, each once.
 */
export const produceCards = defineOperation({
  name: 'card.produce',
  summary: 'Makes the cards of one block of a batch; their face value enters the ledger.',
  kind: 'write',
  route: 'POST /v1/card-batches/{cardBatchId}/blocks',
  input: z.strictObject({ cardBatchId, block: blockField }),
  output: z.strictObject({ block: z.int(), produced: z.int(), firstSerial: z.string(), lastSerial: z.string() }),
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['card_batch_unknown', 'card_batch_complete', 'input_invalid'],
  prepare(input, ports) {
    const found = blockBehind(input, ports)
    if (!found.ok) return found
    const { batch, serials } = found.value
    const { keys, actor } = ports
    const cards = serials.map((serialNumber): CardState => {
      const secret = cardSecret(keys, actor.tenant, serialNumber)
      return {
        serialNumber,
        batch: batch.owner,
        status: 'accepted',
        secretHash: secretHash(keys, actor.tenant, serialNumber, secret),
        balanceMinor: batch.faceMinor,
        version: 0,
      }
    })
    return accepted({ ...found.value, cards })
  },
  touches: (_input, { batch, owner }, { lanes }) => [cardBlockRef(owner), cardFiguresRef(batch.owner, owner % lanes)],
  decide(loaded, input, ctx) {
    const { batch, block, owner, serials, cards } = ctx.prepared
    if (loaded.get(cardBlockRef(owner))) return refuse('card_batch_complete', { block: input.block })
    const books = new CardBooks(loaded, ctx)
    const { currency } = batch
    books.count(batch.owner, owner, undefined, 'accepted', cards.length)
    books.move('purchase', 'accepted', batch.faceMinor * cards.length, { fund: batch.owner, currency, beside: owner })
    const made = { block, batch: batch.owner, producedAt: ctx.now, producedBy: ctx.actor.id ?? '', prints: 0 }
    const { writes, postings } = books.change()
    return accept(
      {
        block: input.block,
        produced: cards.length,
        firstSerial: printedSerial(serials[0] ?? 0),
        lastSerial: printedSerial(serials.at(-1) ?? 0),
      },
      {
        writes: [
          write(cardBlockRef(owner), made),
          ...cards.map((card, at) => write(cardRef({ owner, n: (serials[at] ?? 0) % 100 }), card)),
          ...writes,
        ],
        postings,
        events: [
          {
            type: 'card.produced',
            data: { batch: batch.owner, block, cards: cards.length, faceMinor: batch.faceMinor },
          },
        ],
      },
    )
  },
})
