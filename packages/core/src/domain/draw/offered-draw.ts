import { z } from 'zod'
import type { Ids } from '../../kernel/ports.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { voucherEntity } from '../voucher/voucher-entity.ts'
import type { DrawEntryState } from './draw-entity.ts'
import type { DrawnBatch } from './draw-view.ts'
import { entryState, entryStates } from './entry-state.ts'

/** How an offer stands whose vouchers are drawn, for one person; of the others' entries it says nothing, not even how many. */
export const offeredDraw = z.strictObject({
  /** Whether people may enter now; `closed` until the winners are known, `drawn` from then on. */
  state: z.enum(['not_open', 'open', 'paused', 'closed', 'drawn']),
  /** Nobody enters from then on. */
  entriesUntil: isoInstant,
  /** What public number decides, and when it is made public; the draw is held after that. */
  publicName: z.string(),
  publicAt: isoInstant,
  /** The person's own. */
  entry: z.enum(['none', ...entryStates]),
  /** What was claimed with it. */
  voucherId: z.string().optional(),
})

export type OfferedDraw = z.output<typeof offeredDraw>

export function viewOfferedDraw(
  batch: DrawnBatch,
  holder: number,
  entry: DrawEntryState | undefined,
  { ids, now }: { readonly ids: Ids; readonly now: number },
): OfferedDraw {
  const { entriesUntil, publicName, publicAt } = batch.draw
  return {
    state: enteringState(batch, now),
    entriesUntil: toIso(entriesUntil),
    publicName,
    publicAt: toIso(publicAt),
    entry: entry ? entryState(batch, holder, entry, ids) : 'none',
    ...(entry?.voucher === undefined
      ? {}
      : { voucherId: ids.encode(voucherEntity, { owner: holder, n: entry.voucher }) }),
  }
}

function enteringState({ state, opensAt, draw }: DrawnBatch, now: number): OfferedDraw['state'] {
  if (draw.drawn) return 'drawn'
  if (state === 'closed' || now >= draw.entriesUntil) return 'closed'
  if (now < opensAt) return 'not_open'
  return state === 'paused' ? 'paused' : 'open'
}
