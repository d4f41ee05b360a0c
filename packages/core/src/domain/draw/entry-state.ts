import type { Ids } from '../../kernel/ports.ts'
import type { BatchDraw } from '../batch/batch-draw.ts'
import type { DrawEntryState } from './draw-entity.ts'
import { entryId } from './draw-entity.ts'
import { isWinner } from './draw-order.ts'

export const entryStates = ['entered', 'won', 'claimed', 'not_won'] as const

/** What became of a person's entry. */
export function entryState(
  { owner: batch, draw }: { readonly owner: number; readonly draw: BatchDraw },
  holder: number,
  entry: DrawEntryState,
  ids: Ids,
): (typeof entryStates)[number] {
  if (!draw.drawn) return 'entered'
  if (entry.voucher !== undefined) return 'claimed'
  return isWinner(draw.drawn.seed, draw.drawn.last, entryId(batch, holder, ids)) ? 'won' : 'not_won'
}
