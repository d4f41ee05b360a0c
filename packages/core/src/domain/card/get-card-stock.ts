import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { laneNumbers } from '../lane-numbers.ts'
import { cardBatchBehind, cardBatchId } from './card-batch-entity.ts'
import { cardStatuses } from './card-entity.ts'
import type { CardFiguresState } from './card-figures.ts'
import { cardFiguresRef, noFigures } from './card-figures.ts'

/**
 * Where the face value of a batch is, exact as of the last commit:
 * purchased = accepted + stored + activated (what is left on them) + spent + void, always.
 * `orderedMinor` is what the purchase comes to once every block is produced.
 */
export const getCardStock = defineOperation({
  name: 'card.stock',
  summary: 'Shows how many cards of a batch are in each state and where their face value is.',
  kind: 'read',
  route: 'GET /v1/card-batches/{cardBatchId}',
  input: z.strictObject({ cardBatchId }),
  output: z.strictObject({
    cardBatchId: z.string(),
    benefit: z.string(),
    faceMinor: z.int(),
    spare: z.boolean(),
    orderedMinor: z.int(),
    purchasedMinor: z.int(),
    acceptedMinor: z.int(),
    storedMinor: z.int(),
    activatedMinor: z.int(),
    spentMinor: z.int(),
    voidMinor: z.int(),
    cards: z.strictObject({
      ordered: z.int(),
      produced: z.int(),
      accepted: z.int(),
      stored: z.int(),
      activated: z.int(),
      spent: z.int(),
      void: z.int(),
    }),
    currency: z.string(),
    asOf: isoInstant,
  }),
  permits: ['operator', 'auditor'],
  scope: 'tenant',
  refusals: ['card_batch_unknown'],
  prepare: (input, ports) => cardBatchBehind(input.cardBatchId, ports),
  touches: (_input, batch, { lanes }) => laneNumbers(lanes).map((lane) => cardFiguresRef(batch.owner, lane)),
  decide(loaded, input, ctx) {
    const batch = ctx.prepared
    const { cards, minor, purchasedMinor } = laneNumbers(ctx.lanes)
      .map((lane) => loaded.get(cardFiguresRef(batch.owner, lane)) ?? noFigures)
      .reduce(sum, noFigures)
    return accept({
      cardBatchId: input.cardBatchId,
      benefit: `${batch.programme}/${batch.benefit}`,
      faceMinor: batch.faceMinor,
      spare: batch.spare,
      orderedMinor: batch.faceMinor * batch.count,
      purchasedMinor,
      acceptedMinor: minor.accepted,
      storedMinor: minor.stored,
      activatedMinor: minor.activated,
      spentMinor: minor.spent,
      voidMinor: minor.void,
      cards: {
        ordered: batch.count,
        produced: cardStatuses.reduce((count, status) => count + cards[status], 0),
        ...cards,
      },
      currency: batch.currency,
      asOf: toIso(ctx.now),
    })
  },
})

function sum(a: CardFiguresState, b: CardFiguresState): CardFiguresState {
  const added = (x: CardFiguresState['cards'], y: CardFiguresState['cards']) => ({
    accepted: x.accepted + y.accepted,
    stored: x.stored + y.stored,
    activated: x.activated + y.activated,
    spent: x.spent + y.spent,
    void: x.void + y.void,
  })
  return {
    cards: added(a.cards, b.cards),
    minor: added(a.minor, b.minor),
    purchasedMinor: a.purchasedMinor + b.purchasedMinor,
  }
}
