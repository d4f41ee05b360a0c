import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { batchRef } from '../batch/batch-entity.ts'
import { batchId } from '../batch/batch-view.ts'
import { drawBehind, lockedDraw } from './draw-behind.ts'
import { listHashOf } from './draw-order.ts'
import type { DrawnBatch } from './draw-view.ts'
import { drawState, drawView, viewDraw } from './draw-view.ts'
import { countClosed, readEntries } from './read-entries.ts'

export interface Sealing {
  readonly batch: DrawnBatch
  readonly entries: number
  readonly listHash: string
}

type SealRefusal = 'batch_unknown' | 'draw_unknown' | 'draw_state_wrong' | 'draw_list_changed'

/**
 * Seals the list of entries of a draw: its hash is public from then on, before the number is. All lanes must be closed. Done again it
 * answers what was sealed. Once the number is public it is too late (`draw_late`): whoever could still touch the list might choose.
 *
 * Reads all entries, a million of them in memory.
 */
export const sealDraw = defineOperation({
  name: 'draw.seal',
  summary: 'Seals the list of entries of a draw, all of whose lanes are closed, before the public number is known.',
  kind: 'write',
  route: 'POST /v1/draws/{batchId}/seal',
  idempotency: 'natural',
  input: z.strictObject({ batchId }),
  output: drawView,
  permits: ['operator', 'system'],
  scope: 'tenant',
  refusals: ['batch_unknown', 'draw_unknown', 'draw_state_wrong', 'draw_list_changed', 'draw_late'],
  async prepare({ batchId }, ports): Promise<Outcome<Sealing, SealRefusal>> {
    const found = drawBehind(batchId, ports)
    if (!found.ok) return found
    const batch = found.value
    const counted = await countClosed(batch.owner, ports)
    if (counted === undefined) return refused('draw_state_wrong', { state: 'entering', event: 'seal' })
    const list = await readEntries(batch.owner, ports)
    if (list.length !== counted) return refused('draw_list_changed')
    return accepted({ batch, entries: counted, listHash: listHashOf(list) })
  },
  touches: (_input, { batch }) => [batchRef(batch)],
  decide(loaded, _input, ctx) {
    const { entries, listHash } = ctx.prepared
    const batch = lockedDraw(loaded, ctx.prepared.batch)
    const { draw } = batch
    if (draw.sealed) {
      return draw.sealed.listHash === listHash ? accept(viewDraw(batch, ctx.ids)) : refuse('draw_list_changed')
    }
    if (batch.state === 'closed') return refuse('draw_state_wrong', { state: drawState(draw), event: 'seal' })
    if (ctx.now >= draw.publicAt) return refuse('draw_late')
    const next = { ...batch, draw: { ...draw, sealed: { entries, listHash, at: ctx.now } } }
    return accept(viewDraw(next, ctx.ids), {
      writes: [write(batchRef(batch), next)],
      events: [{ type: 'draw.sealed', data: { batch: batch.owner, entries, listHash } }],
    })
  },
})
