import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import { batchId } from '../batch/batch-view.ts'
import { laneField } from '../lane-field.ts'
import { drawBehind, isEntryOver } from './draw-behind.ts'
import { drawLaneRef, emptyDrawLane } from './draw-entity.ts'
import type { DrawnBatch } from './draw-view.ts'
import { drawState } from './draw-view.ts'

export interface Closing {
  readonly batch: DrawnBatch
  readonly lane: number
}

/**
 * Closes the entries of a draw in one lane, once their time is over: whatever was under way in the lane has been committed before, and
 * nothing can come after. Doing it again changes nothing. Run it for every lane, then `draw.seal`.
 */
export const closeDrawLane = defineOperation({
  name: 'draw.close',
  summary: 'Closes the entries of a draw in one lane after their time; doing it again changes nothing.',
  kind: 'write',
  route: 'POST /v1/draws/{batchId}/closings',
  idempotency: 'natural',
  input: z.strictObject({ batchId, lane: laneField }),
  output: z.strictObject({ entries: z.int(), lanes: z.int() }),
  permits: ['operator', 'system'],
  scope: 'tenant',
  refusals: ['batch_unknown', 'draw_unknown', 'draw_state_wrong'],
  prepare({ batchId, lane }, ports): Outcome<Closing, 'batch_unknown' | 'draw_unknown'> {
    const found = drawBehind(batchId, ports)
    return found.ok ? accepted({ batch: found.value, lane: lane % ports.lanes }) : found
  },
  touches: (_input, { batch, lane }) => [drawLaneRef(batch.owner, lane)],
  decide(loaded, _input, ctx) {
    const { batch, lane } = ctx.prepared
    if (!isEntryOver(batch, ctx)) return refuse('draw_state_wrong', { state: drawState(batch.draw), event: 'close' })
    const row = drawLaneRef(batch.owner, lane)
    const state = loaded.get(row) ?? emptyDrawLane
    const answer = { entries: state.entries, lanes: ctx.lanes }
    if (state.closed) return accept(answer)
    return accept(answer, {
      writes: [write(row, { ...state, closed: true })],
      events: [{ type: 'draw.laneClosed', data: { batch: batch.owner, lane, entries: state.entries } }],
    })
  },
})
