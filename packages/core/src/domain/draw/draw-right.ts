import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Ids } from '../../kernel/ports.ts'
import type { BatchDraw } from '../batch/batch-draw.ts'
import { toIso } from '../iso-instant.ts'
import type { DrawEntryState } from './draw-entity.ts'
import { entryId } from './draw-entity.ts'
import { isWinner } from './draw-order.ts'

export const drawRightRefusals = ['draw_not_held', 'draw_not_entered', 'draw_not_won', 'already_claimed'] as const

export function notHeld({ publicAt }: BatchDraw): Refusal<'draw_not_held'> {
  return refused('draw_not_held', { time: toIso(publicAt) }, { retryable: true })
}

/** Why a person may not claim what was drawn; undefined for a winner who has not claimed yet. */
export function refuseByDraw(
  { owner: batch, draw }: { readonly owner: number; readonly draw: BatchDraw },
  entry: DrawEntryState | undefined,
  holder: number,
  ids: Ids,
): Refusal<(typeof drawRightRefusals)[number]> | undefined {
  const { drawn } = draw
  if (!drawn) return notHeld(draw)
  if (!entry) return refused('draw_not_entered')
  if (!isWinner(drawn.seed, drawn.last, entryId(batch, holder, ids))) return refused('draw_not_won')
  return entry.voucher === undefined ? undefined : refused('already_claimed')
}
