import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { laneField } from '../lane-field.ts'
import { heldIn } from './held-entity.ts'
import { heldView, viewHeld } from './held-view.ts'

/**
 * What is kept back in one lane, the oldest first, with rule and evidence for staff. Ask lane by lane, and after `next`
 * until there is none. What was decided on stands in the journal.
 */
export const listHeld = defineOperation({
  name: 'settlement.held',
  summary: 'Lists the settlements that are kept back in one lane, with rule and evidence.',
  kind: 'read',
  route: 'GET /v1/held-settlements',
  input: z.strictObject({
    lane: laneField,
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.strictObject({ held: z.array(heldView), next: z.int().optional(), lanes: z.int() }),
  permits: ['operator', 'reviewer', 'auditor'],
  scope: 'tenant',
  refusals: [],
  touches: ({ lane, after, limit }, _prepared, { lanes }) => [heldIn(lane % lanes, after, limit)],
  decide(loaded, { lane, after, limit }, ctx) {
    const rows = loaded.all(heldIn(lane % ctx.lanes, after, limit))
    const last = rows.at(-1)
    return accept({
      held: rows.map(({ state }) => viewHeld(state, ctx)),
      ...(rows.length === limit && last ? { next: last.n + 1 } : {}),
      lanes: ctx.lanes,
    })
  },
})
