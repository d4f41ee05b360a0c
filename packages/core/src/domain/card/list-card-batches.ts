import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { cardBatchEntity } from './card-batch-entity.ts'

const cardBatch = z.strictObject({
  cardBatchId: z.string(),
  benefit: z.string(),
  faceMinor: z.int(),
  spare: z.boolean(),
  count: z.int(),
  currency: z.string(),
  supplier: z.string(),
  purchasedAt: isoInstant,
})

/** Every purchase of cards, the newest first; `card.stock` says where the face value of one is. */
export const listCardBatches = defineOperation({
  name: 'card.batches',
  summary: 'Lists the purchases of cards of the organisation, newest first.',
  kind: 'read',
  route: 'GET /v1/card-batches',
  input: z.strictObject({}),
  output: z.strictObject({ cardBatches: z.array(cardBatch) }),
  permits: ['operator', 'auditor'],
  scope: 'tenant',
  refusals: [],
  touches: () => [],
  decide: (_loaded, _input, ctx) =>
    accept({
      cardBatches: ctx.reference
        .list(cardBatchEntity)
        .toSorted((a, b) => b.purchasedAt - a.purchasedAt)
        .map((batch) => ({
          cardBatchId: ctx.ids.encode(cardBatchEntity, { owner: batch.owner, n: 0 }),
          benefit: `${batch.programme}/${batch.benefit}`,
          faceMinor: batch.faceMinor,
          spare: batch.spare,
          count: batch.count,
          currency: batch.currency,
          supplier: batch.supplier,
          purchasedAt: toIso(batch.purchasedAt),
        })),
    }),
})
