import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { batchId } from '../batch/batch-view.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { drawBehind } from './draw-behind.ts'
import { drawEntryRef } from './draw-entity.ts'
import { entryState, entryStates } from './entry-state.ts'
import { entryView, viewEntry } from './entry-view.ts'

/** What became of the holder's own entry. */
export const getEntry = defineOperation({
  name: 'draw.entry',
  summary: 'Shows a person their entry in a draw, and after the draw whether it won.',
  kind: 'read',
  route: 'GET /v1/draws/{batchId}/entry',
  input: z.strictObject({ batchId }),
  output: entryView.extend({ state: z.enum(entryStates) }),
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
    return accept({ ...viewEntry(batch, owner, entry, ctx.ids), state: entryState(batch, owner, entry, ctx.ids) })
  },
})
