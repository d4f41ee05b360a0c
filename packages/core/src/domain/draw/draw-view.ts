import { z } from 'zod'
import type { Ids } from '../../kernel/ports.ts'
import type { BatchDraw } from '../batch/batch-draw.ts'
import type { BatchState } from '../batch/batch-entity.ts'
import { batchEntity } from '../batch/batch-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'

export type DrawnBatch = BatchState & { readonly draw: BatchDraw }

/** `entering` until the list is sealed, though nobody can enter after `entriesUntil`. */
export const drawStates = ['entering', 'sealed', 'drawn'] as const

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** All that there is to know of a draw, for everybody. */
export const drawView = z.strictObject({
  batchId: z.string(),
  benefit: z.string(),
  state: z.enum(drawStates),
  /** How many can win. */
  places: z.int(),
  entriesFrom: isoInstant,
  entriesUntil: isoInstant,
  /** Winners claim until then. */
  claimUntil: isoInstant,
  publicName: z.string(),
  publicAt: isoInstant,
  commitment: hash,
  /** From sealing on. */
  entries: z.int().optional(),
  listHash: hash.optional(),
  sealedAt: isoInstant.optional(),
  /** From the draw on. */
  value: z.string().optional(),
  secret: hash.optional(),
  seed: hash.optional(),
  winners: z.int().optional(),
  /** The greatest ticket that wins; empty when nobody entered. */
  last: z.string().optional(),
  drawnAt: isoInstant.optional(),
})

export function drawState({ sealed, drawn }: BatchDraw): (typeof drawStates)[number] {
  if (drawn) return 'drawn'
  return sealed ? 'sealed' : 'entering'
}

export function viewDraw(batch: DrawnBatch, ids: Ids): z.output<typeof drawView> {
  const { draw } = batch
  const { sealed, drawn } = draw
  return {
    batchId: ids.encode(batchEntity, { owner: batch.owner, n: 0 }),
    benefit: `${batch.programme}/${batch.benefit}`,
    state: drawState(draw),
    places: batch.quota,
    entriesFrom: toIso(batch.opensAt),
    entriesUntil: toIso(draw.entriesUntil),
    claimUntil: toIso(batch.closesAt),
    publicName: draw.publicName,
    publicAt: toIso(draw.publicAt),
    commitment: draw.commitment,
    ...(sealed ? { entries: sealed.entries, listHash: sealed.listHash, sealedAt: toIso(sealed.at) } : {}),
    ...(drawn
      ? {
          value: drawn.value,
          secret: drawn.secret,
          seed: drawn.seed,
          winners: drawn.winners,
          last: drawn.last,
          drawnAt: toIso(drawn.at),
        }
      : {}),
  }
}
