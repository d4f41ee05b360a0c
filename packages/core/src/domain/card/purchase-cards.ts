import { z } from 'zod'
import { accept, again } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { inputRefused } from '../../kernel/input-invalid.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { amountMinor } from '../../values/money-schema.ts'
import { BLOCK_SIZE } from '../../values/serial.ts'
import { findBenefit } from '../programme/programme-entity.ts'
import type { CardBatchState } from './card-batch-entity.ts'
import { blocksOf, cardBatchEntity, cardSeriesRef, FIRST_BLOCK } from './card-batch-entity.ts'
import { printedSerial } from './card-entity.ts'

/**
 * Records a purchase of cards of one face value and reserves their serials, in blocks of 100 that nobody else ever gets.
 * The money enters the ledger block by block, when `card.produce` makes the cards: what does not exist cannot be owed.
 * Spare cards have no face; a replacement gives one what the lost card was worth.
 */
export const purchaseCards = defineOperation({
  name: 'card.purchase',
  summary: 'Records a purchase of cards of one face value and reserves their serial numbers.',
  kind: 'write',
  route: 'POST /v1/card-batches',
  input: z.strictObject({
    benefit: z.string().max(130),
    faceMinor: amountMinor,
    count: z.int().min(1).max(10_000_000),
    supplier: z.string().min(1).max(100),
    /** Printed on the face of each card. */
    freeText: z.string().min(1).max(200).optional(),
    spare: z.boolean().default(false),
  }),
  output: z.strictObject({
    cardBatchId: z.string(),
    firstSerial: z.string(),
    lastSerial: z.string(),
    blocks: z.int(),
    faceMinor: z.int(),
    currency: z.string(),
  }),
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['benefit_unknown', 'benefit_kind_wrong', 'card_face_unlisted', 'input_invalid'],
  prepare(input, ports) {
    const found = findBenefit(ports.reference, input.benefit)
    if (!found) return refused('benefit_unknown', { benefit: input.benefit })
    const { benefit, document, name } = found
    if (benefit.kind !== 'card') return refused('benefit_kind_wrong', { benefit: input.benefit, kind: benefit.kind })
    const listed: readonly number[] = input.spare ? [0] : benefit.faceValuesMinor
    if (!listed.includes(input.faceMinor))
      return refused('card_face_unlisted', { faceMinor: input.faceMinor, listedMinor: listed })
    // The face value of a batch is told as one sum, which must stay an exact integer.
    if (!Number.isSafeInteger(input.faceMinor * input.count)) {
      return inputRefused('count', 'too_big', { maximum: Math.floor(Number.MAX_SAFE_INTEGER / input.faceMinor) })
    }
    return accepted({ owner: ports.newOwner(), document, name })
  },
  touches: (_input, { owner }) => [referenceRef(cardBatchEntity, String(owner)), cardSeriesRef],
  decide(loaded, input, ctx) {
    const { owner, document, name } = ctx.prepared
    const row = referenceRef(cardBatchEntity, String(owner))
    if (loaded.get(row)) return again()
    const firstBlock = loaded.get(cardSeriesRef)?.nextBlock ?? FIRST_BLOCK
    const { faceMinor, count, supplier, freeText, spare } = input
    const { programme, version, currency } = document
    const batch: CardBatchState = {
      owner,
      programme,
      programmeVersion: version,
      benefit: name,
      faceMinor,
      currency,
      count,
      firstBlock,
      supplier,
      freeText,
      spare,
      purchasedAt: ctx.now,
      purchasedBy: ctx.actor.id ?? '',
    }
    const blocks = blocksOf(batch)
    const first = firstBlock * BLOCK_SIZE
    return accept(
      {
        cardBatchId: ctx.ids.encode(cardBatchEntity, { owner, n: 0 }),
        firstSerial: printedSerial(first),
        lastSerial: printedSerial(first + count - 1),
        blocks,
        faceMinor,
        currency,
      },
      {
        writes: [write(row, batch), write(cardSeriesRef, { nextBlock: firstBlock + blocks })],
        events: [
          { type: 'card.purchased', data: { batch: owner, firstBlock, blocks, count, faceMinor, supplier, spare } },
        ],
      },
    )
  },
})
