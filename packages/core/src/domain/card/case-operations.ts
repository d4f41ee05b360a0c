import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { laneField } from '../lane-field.ts'
import { cardCaseRef, cardCasesIn, cardCaseView, viewCase } from './card-case.ts'
import { cardRef } from './card-entity.ts'
import { placeOfText, reasonField, serialField } from './card-range.ts'

/**
 * Cards whose checks were unusual, in one lane, by serial: checked too often, at places too far apart, before they were given
 * out, or guessed at. Ask lane by lane, and after `next` until there is none. What was closed stands in the journal.
 */
export const listCardCases = defineOperation({
  name: 'card.cases',
  summary: 'Lists the cards of one lane whose checks were unusual, for staff to look into.',
  kind: 'read',
  route: 'GET /v1/card-cases',
  input: z.strictObject({
    lane: laneField,
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.strictObject({ cases: z.array(cardCaseView).max(200), next: z.int().optional(), lanes: z.int() }),
  permits: ['operator', 'reviewer', 'auditor'],
  scope: 'tenant',
  refusals: [],
  touches: ({ lane, after, limit }, _prepared, { lanes }) => [cardCasesIn(lane % lanes, after, limit)],
  decide(loaded, { lane, after, limit }, ctx) {
    const rows = loaded.all(cardCasesIn(lane % ctx.lanes, after, limit))
    const last = rows.at(-1)
    return accept({
      cases: rows.map(({ state }) => viewCase(state)),
      ...(rows.length === limit && last ? { next: last.n + 1 } : {}),
      lanes: ctx.lanes,
    })
  },
})

/** Closes the case of a card with what was found. The card itself is withdrawn by `card.void`, its range by `card.recall`. */
export const closeCardCase = defineOperation({
  name: 'card.closeCase',
  summary: 'Closes the case of a card whose checks were unusual, with what was found.',
  kind: 'write',
  route: 'POST /v1/card-cases/{serial}/closing',
  input: z.strictObject({
    serial: serialField,
    finding: z.enum(['copied', 'stolen', 'harmless', 'unclear']),
    reason: reasonField,
  }),
  output: cardCaseView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: ['serial_mistyped', 'card_case_unknown', 'person_unnamed'],
  prepare: (input, ports) => placeOfText(input.serial, ports),
  touches: (_input, place) => [cardRef(place), cardCaseRef(place)],
  decide(loaded, { finding, reason }, ctx) {
    const row = cardCaseRef(ctx.prepared)
    const found = loaded.get(row)
    const { id: by } = ctx.actor
    if (!found) return refuse('card_case_unknown')
    if (by === undefined) return refuse('person_unnamed')
    const { serialNumber: card, unusual, firstAt, lastAt, times } = found
    const data = { card, unusual, firstAt, lastAt, times, finding, reason, by }
    return accept(viewCase(found), { removes: [row], events: [{ type: 'card.caseClosed', data }] })
  },
})
