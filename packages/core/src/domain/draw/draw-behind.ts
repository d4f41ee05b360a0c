import type { Loaded } from '../../kernel/entity.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import { batchRef } from '../batch/batch-entity.ts'
import { batchBehind } from '../batch/change-batch.ts'
import type { DrawnBatch } from './draw-view.ts'

/** The draw behind a batch's id; a draft is nobody's business yet. */
export function drawBehind(id: string, ports: Ports): Outcome<DrawnBatch, 'batch_unknown' | 'draw_unknown'> {
  const behind = batchBehind(id, ports)
  if (!behind.ok) return behind
  const { draw } = behind.value
  if (behind.value.state === 'draft') return refused('batch_unknown')
  return draw ? accepted({ ...behind.value, draw }) : refused('draw_unknown')
}

/** The batch as it stands under the lock. A draw, once announced, stays. */
export function lockedDraw(loaded: Loaded, known: DrawnBatch): DrawnBatch {
  const batch = loaded.get(batchRef(known))
  return batch?.draw ? { ...batch, draw: batch.draw } : known
}

/** Whether no more can enter, by the clock: what a lane committed later has a later time. */
export function isEntryOver({ draw }: DrawnBatch, { now }: Pick<Context<unknown>, 'now'>): boolean {
  return now >= draw.entriesUntil
}
