import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Origin } from '../guess/guess-origins.ts'
import { originBehind, originKinds } from '../guess/guess-origins.ts'
import { reasonField } from './card-range.ts'

/**
 * Lifts the wait of somebody who mistyped, by the `lockId` of their refusal: a donor at the counter, with the card in hand.
 * The guesses are forgotten, and who forgave them and why is journaled. Not checked: who stands at the counter.
 */
export const liftLock = defineOperation({
  name: 'card.liftLock',
  summary: 'Staff lift the wait after wrong guesses at cards, by the id that the refusal named, with a reason.',
  kind: 'write',
  route: 'POST /v1/cards/locks/{lockId}/lifting',
  input: z.strictObject({ lockId: z.string().min(1).max(64), reason: reasonField }),
  output: z.strictObject({ lockId: z.string(), of: z.enum(originKinds), forgotten: z.int() }),
  permits: ['staff', 'operator'],
  scope: 'sameStation',
  refusals: ['lock_unknown', 'person_unnamed'],
  prepare({ lockId }, ports): Outcome<Origin, 'lock_unknown'> {
    const origin = originBehind(lockId, ports)
    return origin ? accepted(origin) : refused('lock_unknown')
  },
  touches: (_input, { row }) => [row],
  decide(loaded, { lockId, reason }, ctx) {
    const { of, guessed, row } = ctx.prepared
    const { id: by, stationId } = ctx.actor
    const tries = loaded.get(row)
    if (!tries) return refuse('lock_unknown')
    if (by === undefined) return refuse('person_unnamed')
    const data = { of, guessed, forgotten: tries.wrong, by, stationId, reason }
    return accept(
      { lockId, of, forgotten: tries.wrong },
      { removes: [row], events: [{ type: 'card.lockLifted', data }] },
    )
  },
})
