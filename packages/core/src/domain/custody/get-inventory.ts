import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { span } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import { BLOCK_SIZE } from '../../values/serial.ts'
import { blockOwner } from '../card/block-owner.ts'
import { blocksOf, cardBatchBehind, cardBatchId } from '../card/card-batch-entity.ts'
import type { CardState } from '../card/card-entity.ts'
import { cardEntity, printedSerial } from '../card/card-entity.ts'
import { refuseStation } from '../station/refuse-station.ts'
import { isInStock } from './custody-of.ts'
import { runsOf } from './serial-runs.ts'

/** Blocks that one call reads: two thousand cards. */
const BLOCKS_A_PAGE = 20

export interface InventoryPage {
  /** Cards that the station has or gave out. */
  readonly cards: readonly CardState[]
  readonly next: number | undefined
}

/**
 * What a station has of one batch, as it should lie in its drawers: the serials in stock as ranges, and how many of those it
 * had were given out, spent and withdrawn. Reads 20 blocks a call; go on after `next` and add up. `card.takeStock` compares
 * it with what was counted.
 */
export const getInventory = defineOperation({
  name: 'card.inventory',
  summary: 'Shows what a station has of one batch of cards: serials in stock, and what it gave out.',
  kind: 'read',
  route: 'GET /v1/stations/{stationId}/cards',
  input: z.strictObject({
    stationId: z.string().min(1).max(64),
    cardBatchId,
    /** As `next` of the page before. */
    after: z.int().min(0).default(0),
  }),
  output: z.strictObject({
    stationId: z.string(),
    cardBatchId: z.string(),
    inStock: z.array(z.strictObject({ from: z.string(), to: z.string(), cards: z.int() })).max(2000),
    stored: z.int(),
    activated: z.int(),
    spent: z.int(),
    void: z.int(),
    next: z.int().optional(),
  }),
  permits: ['staff', 'operator', 'auditor'],
  scope: 'sameStation',
  refusals: ['card_batch_unknown', 'station_unknown'],
  async prepare(
    { cardBatchId: id, stationId, after },
    ports,
  ): Promise<Outcome<InventoryPage, 'card_batch_unknown' | 'station_unknown'>> {
    const found = cardBatchBehind(id, ports)
    if (!found.ok) return found
    const stranger = refuseStation(stationId, ports)
    if (stranger) return stranger
    const batch = found.value
    const last = Math.min(after + BLOCKS_A_PAGE, blocksOf(batch))
    const spans = Array.from({ length: Math.max(0, last - after) }, (_, at) =>
      span(cardEntity, blockOwner(ports.keys, ports.actor.tenant, batch.firstBlock + after + at), {
        to: BLOCK_SIZE,
        limit: BLOCK_SIZE,
      }),
    )
    const loaded = await ports.read(spans)
    const cards = spans.flatMap((block) => loaded.all(block).map(({ state }) => state))
    const theirs = cards.filter((card) => card.stationId === stationId)
    return accepted({ cards: theirs, next: last < blocksOf(batch) ? last : undefined })
  },
  touches: () => [],
  decide(_loaded, { stationId, cardBatchId: id }, ctx) {
    const { cards, next } = ctx.prepared
    const count = (status: CardState['status']) => cards.filter((card) => card.status === status).length
    const stock = cards.filter((card) => isInStock(card, stationId)).map(({ serialNumber }) => serialNumber)
    return accept({
      stationId,
      cardBatchId: id,
      inStock: runsOf(stock).map(([first, last]) => ({
        from: printedSerial(first),
        to: printedSerial(last),
        cards: last - first + 1,
      })),
      stored: stock.length,
      activated: count('activated'),
      spent: count('spent'),
      void: count('void'),
      ...(next === undefined ? {} : { next }),
    })
  },
})
