import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { redemptionId } from '../voucher/receipt-view.ts'
import { redemptionBehind } from '../voucher/redemption-address.ts'
import { redemptionRef } from '../voucher/voucher-entity.ts'
import type { HeldState } from './held-entity.ts'
import { openHeld } from './held-entity.ts'
import { heldDecision, heldReason, heldView, viewHeld } from './held-view.ts'

/** One person says what should become of a kept-back settlement; a new proposal takes the place of the one before. */
export const proposeDecision = defineOperation({
  name: 'settlement.propose',
  summary: 'Proposes to release a kept-back settlement or to disallow it; a second person confirms.',
  kind: 'write',
  route: 'POST /v1/held-settlements/{redemptionId}/proposals',
  input: z.strictObject({ redemptionId, decision: heldDecision, reason: heldReason }),
  output: heldView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: ['redemption_unknown', 'settlement_not_held', 'person_unnamed'],
  prepare: (input, ports) => redemptionBehind(input.redemptionId, ports),
  touches: (_input, { owner, n }) => [redemptionRef(owner, 0, n)],
  touchesNext(loaded, _input, address) {
    const row = openHeld(loaded, address)
    return row ? [row] : []
  },
  decide(loaded, { decision, reason }, ctx) {
    const row = openHeld(loaded, ctx.prepared)
    const held = row && loaded.get(row)
    if (!held) return refuse('settlement_not_held')
    const by = ctx.actor.id
    if (by === undefined) return refuse('person_unnamed')
    const next: HeldState = { ...held, proposal: { decision, by, under: ctx.actor.credential, at: ctx.now, reason } }
    const { batch, holder, redemption, merchantId, amountMinor } = held
    const told = { batch, holder, redemption, merchantId, amountMinor }
    return accept(viewHeld(next, ctx), {
      writes: [write(row, next)],
      events: [{ type: 'settlement.proposed', data: { ...told, decision, by, reason } }],
    })
  },
})
