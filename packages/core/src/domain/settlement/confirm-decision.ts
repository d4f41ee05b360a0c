import { z } from 'zod'
import type { Change } from '../../kernel/decision.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { cohortRef, countIn, emptyCohort } from '../batch/batch-entity.ts'
import { heldAccount, payableAccount, returnedAccount } from '../batch/fund-batch.ts'
import { sharesKey } from '../batch/needs-two.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { redemptionId } from '../voucher/receipt-view.ts'
import { redemptionBehind, voucherOfRedemption } from '../voucher/redemption-address.ts'
import type { RedemptionState, VoucherState } from '../voucher/voucher-entity.ts'
import { paidMinor, redemptionRef, voucherRef } from '../voucher/voucher-entity.ts'
import type { HeldDecision, HeldState } from './held-entity.ts'
import { openHeld } from './held-entity.ts'
import { heldDecision } from './held-view.ts'

/**
 * A second person confirms what was proposed: the money goes on to the shop (`release`), or back to the sponsor
 * (`disallow`), and then no refund of that redemption moves it again. Nobody confirms what they proposed.
 */
export const confirmDecision = defineOperation({
  name: 'settlement.confirm',
  summary: 'A second person confirms the proposal: the money goes to the shop, or back to the sponsor.',
  kind: 'write',
  route: 'POST /v1/held-settlements/{redemptionId}/confirmations',
  input: z.strictObject({ redemptionId, decision: heldDecision }),
  output: z.strictObject({ redemptionId: z.string(), decision: heldDecision, amountMinor: z.int(), at: isoInstant }),
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: [
    'redemption_unknown',
    'settlement_not_held',
    'settlement_state_wrong',
    'person_unnamed',
    'same_person',
    'approval_by_same_key',
  ],
  prepare: (input, ports) => redemptionBehind(input.redemptionId, ports),
  touches: (_input, { owner, n }) => [redemptionRef(owner, 0, n), voucherRef(owner, voucherOfRedemption(n))],
  touchesNext(loaded, _input, address) {
    const { owner, n } = address
    const voucher = loaded.get(voucherRef(owner, voucherOfRedemption(n)))
    const row = openHeld(loaded, address)
    return voucher && row ? [row, cohortRef(voucher.batch, voucher.day, owner)] : []
  },
  decide(loaded, { redemptionId: id, decision }, ctx) {
    const { owner, n } = ctx.prepared
    const row = openHeld(loaded, ctx.prepared)
    const held = row && loaded.get(row)
    const redemption = loaded.get(redemptionRef(owner, 0, n))
    const voucher = loaded.get(voucherRef(owner, voucherOfRedemption(n)))
    if (!held || !redemption || !voucher) return refuse('settlement_not_held')
    if (held.proposal?.decision !== decision)
      return refuse('settlement_state_wrong', { state: held.proposal?.decision ?? 'held' })
    const by = ctx.actor.id
    if (by === undefined) return refuse('person_unnamed')
    if (by === held.proposal.by) return refuse('same_person')
    if (sharesKey(redemption.programme, held.proposal.under, ctx)) return refuse('approval_by_same_key')
    return accept(
      { redemptionId: id, decision, amountMinor: held.amountMinor, at: toIso(ctx.now) },
      { ...settle(loaded, { held, redemption, voucher }, decision, by), removes: [row] },
    )
  },
})

interface Settling {
  readonly held: HeldState
  readonly redemption: RedemptionState
  readonly voucher: VoucherState
}

function settle(loaded: Loaded, { held, redemption, voucher }: Settling, decision: HeldDecision, by: string): Change {
  const { amountMinor, currency, merchantId, holder, proposal } = held
  const batch = { owner: held.batch }
  const isDisallowed = decision === 'disallow'
  // No sale that counts: neither its subsidy nor what was paid for it.
  const salesMinor = isDisallowed ? paidMinor(redemption) - redemption.refundedMinor : 0
  const disallowed = {
    disallowed: 1,
    disallowedMinor: amountMinor,
    subsidyMinor: -amountMinor,
    salesMinor: -salesMinor,
  }
  const counts = { held: -1, heldMinor: -amountMinor, ...(isDisallowed ? disallowed : {}) }
  const cohort = cohortRef(voucher.batch, voucher.day, holder)
  const state = isDisallowed ? ('disallowed' as const) : ('released' as const)
  const settlement = { state, n: redemption.settlement?.n ?? 0 }
  const told = { batch: held.batch, holder, redemption: held.redemption, merchantId, amountMinor, salesMinor }
  return {
    writes: [
      write(redemptionRef(holder, 0, held.redemption), { ...redemption, settlement }),
      write(cohort, countIn(loaded.get(cohort) ?? emptyCohort, counts)),
    ],
    events: [{ type: `settlement.${state}`, data: { ...told, by, proposal } }],
    postings: [
      { account: heldAccount(batch, merchantId), amountMinor: -amountMinor, currency },
      {
        account: isDisallowed ? returnedAccount(batch) : payableAccount(batch, merchantId),
        amountMinor,
        currency,
      },
    ],
  }
}
