import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { reasonField } from '../card/card-range.ts'
import { findHandOver, handOverId } from './find-hand-over.ts'
import type { HandOverState } from './hand-over-entity.ts'
import { handOverView, viewHandOver } from './hand-over-entity.ts'

/** Calls a hand-over off that nobody has taken: the cards never left the giver's custody. Either end does it, with a reason. */
export const closeHandOver = defineOperation({
  name: 'card.closeHandOver',
  summary: 'Calls off a hand-over of cards that nobody has taken; the cards stay where they were.',
  kind: 'write',
  route: 'POST /v1/card-hand-overs/{handOverId}/closing',
  input: z.strictObject({ handOverId, reason: reasonField }),
  output: handOverView,
  permits: ['staff', 'operator'],
  scope: 'sameStation',
  refusals: ['hand_over_unknown', 'hand_over_ended', 'person_unnamed'],
  prepare: (input, ports) => findHandOver(input.handOverId, ports),
  touches: (_input, { row }) => [row],
  decide(loaded, { reason }, ctx) {
    const { row } = ctx.prepared
    const { role, id: by, stationId = '' } = ctx.actor
    const handOver = loaded.get(row)
    const isOurs = handOver && (role !== 'staff' || [handOver.fromStation, handOver.toStation].includes(stationId))
    if (!isOurs) return refuse('hand_over_unknown')
    if (handOver.state !== 'open') return refuse('hand_over_ended', { state: handOver.state })
    if (by === undefined) return refuse('person_unnamed')
    const end = { by, at: ctx.now, taken: 0, missing: [], note: reason }
    const closed: HandOverState = { ...handOver, state: 'closed', end }
    const { fromStation, toStation, from, to } = handOver
    return accept(viewHandOver(row, closed, ctx), {
      writes: [write(row, closed)],
      events: [{ type: 'card.handOverClosed', data: { n: row.n, from, to, fromStation, toStation, by, reason } }],
    })
  },
})
