import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Ids } from '../../kernel/ports.ts'
import { batchId } from '../batch/batch-view.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { drawBehind } from './draw-behind.ts'
import type { DrawEntryState } from './draw-entity.ts'
import { drawEntryRef, entryId } from './draw-entity.ts'
import { isWinner } from './draw-order.ts'
import type { DrawnBatch } from './draw-view.ts'
import { entryView, viewEntry } from './entry-view.ts'

/** What became of the holder's own entry. */
export const getEntry = defineOperation({
  name: 'draw.entry',
  summary: 'Shows a person their entry in a draw, and after the draw whether it won.',
  kind: 'read',
  route: 'GET /v1/draws/{batchId}/entry',
  input: z.strictObject({ batchId }),
  output: entryView.extend({ state: z.enum(['entered', 'won', 'claimed', 'not_won']) }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['batch_unknown', 'draw_unknown', 'draw_not_entered'],
  prepare: ({ batchId }, ports) => drawBehind(batchId, ports),
  touches: (_input, batch, { actor }) => [drawEntryRef(batch.owner, ownerOf(actor))],
  decide(loaded, _input, ctx) {
    const batch = ctx.prepared
    const owner = ownerOf(ctx.actor)
    const entry = loaded.get(drawEntryRef(batch.owner, owner))
    if (!entry) return refuse('draw_not_entered')
    return accept({ ...viewEntry(batch, owner, entry, ctx.ids), state: stateOf(batch, owner, entry, ctx.ids) })
  },
})

function stateOf({ owner: batch, draw }: DrawnBatch, holder: number, entry: DrawEntryState, ids: Ids) {
  if (!draw.drawn) return 'entered' as const
  if (entry.voucher !== undefined) return 'claimed' as const
  return isWinner(draw.drawn.seed, draw.drawn.last, entryId(batch, holder, ids))
    ? ('won' as const)
    : ('not_won' as const)
}
