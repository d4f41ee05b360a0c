import { z } from 'zod'
import { principalOf } from '../../kernel/actor.ts'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { cohortRef, countIn, emptyCohort } from '../batch/batch-entity.ts'
import { heldAccount, payableAccount } from '../batch/fund-batch.ts'
import { redemptionId } from '../voucher/receipt-view.ts'
import { redemptionBehind, voucherOfRedemption } from '../voucher/redemption-address.ts'
import { redemptionRef, voucherRef } from '../voucher/voucher-entity.ts'
import { heldNumber, heldRef, newHeld } from './held-entity.ts'
import { heldReason, heldView, viewHeld } from './held-view.ts'

/**
 * Keeps back by hand what a shop is owed for one redemption: for what was found out after the use, such as a closed group
 * or a report. Nothing changes for the customer. Not checked: the reason; it stands in the journal and in the clue file.
 */
export const holdSettlement = defineOperation({
  name: 'settlement.hold',
  summary: 'Keeps back the settlement of one redemption, with a reason, until two people decide on it.',
  kind: 'write',
  route: 'POST /v1/held-settlements',
  input: z.strictObject({ redemptionId, reason: heldReason }),
  output: heldView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: ['redemption_unknown', 'settlement_state_wrong'],
  prepare(input, ports) {
    const behind = redemptionBehind(input.redemptionId, ports)
    return behind.ok ? accepted({ ...behind.value, heldN: heldNumber(ports.now, ports.random(3)) }) : behind
  },
  touches: (_input, { owner, n, heldN }) => [
    redemptionRef(owner, 0, n),
    voucherRef(owner, voucherOfRedemption(n)),
    heldRef(owner, heldN),
  ],
  touchesNext(loaded, _input, { owner, n }) {
    const voucher = loaded.get(voucherRef(owner, voucherOfRedemption(n)))
    return voucher ? [cohortRef(voucher.batch, voucher.day, owner)] : []
  },
  decide(loaded, input, ctx) {
    const { owner, n, heldN } = ctx.prepared
    const redemption = loaded.get(redemptionRef(owner, 0, n))
    const voucher = loaded.get(voucherRef(owner, voucherOfRedemption(n)))
    if (!redemption || !voucher) return refuse('redemption_unknown')
    const { settlement, currency, merchantId } = redemption
    const why = { heldAt: ctx.now, heldBy: principalOf(ctx.actor), reason: input.reason }
    const held = newHeld(ctx.prepared, redemption, why)
    const { amountMinor } = held
    const state = settlement?.state ?? (amountMinor === 0 ? 'refunded' : 'open')
    // What was released may be held again on new evidence; what was disallowed is with the sponsor already.
    if (state === 'held' || state === 'disallowed' || amountMinor === 0)
      return refuse('settlement_state_wrong', { state })
    // Somebody else's row of the same second drew the same slot.
    if (loaded.get(heldRef(owner, heldN))) return again()
    const cohort = cohortRef(voucher.batch, voucher.day, owner)
    const counts = { held: 1, heldMinor: amountMinor }
    const batch = { owner: redemption.batch }
    const { reason } = input
    return accept(viewHeld(held, ctx), {
      writes: [
        write(heldRef(owner, heldN), held),
        write(redemptionRef(owner, 0, n), { ...redemption, settlement: { state: 'held', n: heldN } }),
        write(cohort, countIn(loaded.get(cohort) ?? emptyCohort, counts)),
      ],
      events: [
        {
          type: 'settlement.held',
          data: { batch: held.batch, holder: owner, redemption: n, merchantId, amountMinor, reason },
        },
      ],
      postings: [
        { account: payableAccount(batch, merchantId), amountMinor: -amountMinor, currency },
        { account: heldAccount(batch, merchantId), amountMinor, currency },
      ],
    })
  },
})
