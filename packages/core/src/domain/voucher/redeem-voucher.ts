import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { audienceOf } from '../audience.ts'
import { bookAndHold, heldTouches } from './book-and-hold.ts'
import { prepareRedemption } from './judge-redemption.ts'
import { judgeSale, needsConfirmation, saleRefusals, saleTouches, saleTouchesNext } from './judge-sale.ts'
import { receiptView, viewReceipt } from './receipt-view.ts'
import { eitherCodeOrToken, saleInput } from './sale-input.ts'
import { redemptionRef } from './voucher-entity.ts'

/**
 * Uses a voucher at a shop, once. State first: a used voucher is refused as used whatever its code says. The amount the
 * sponsor pays follows from the terms the voucher was claimed under; nothing the shop sends can raise it.
 *
 * Not checked: that the payment took place. Give its reference, and reconcile it with the acquirer's daily file.
 */
export const redeemVoucher = defineOperation({
  name: 'voucher.redeem',
  summary: 'A shop uses a customer’s voucher by its code, or a partner by its token, for one order; once.',
  kind: 'write',
  route: 'POST /v1/redemptions',
  input: z.strictObject(saleInput).refine(...eitherCodeOrToken),
  output: receiptView,
  permits: ['terminal', 'merchant', 'partner'],
  scope: 'sameMerchant',
  refusals: [...saleRefusals, 'confirmation_needed'],
  prepare: (input, ports) => prepareRedemption(input, ports),
  touches: (_input, prepared, ports) => saleTouches(prepared, ports),
  touchesNext: (loaded, _input, prepared) =>
    saleTouchesNext(loaded, prepared, ({ owner, ordinal }, { redemptions }) => [
      redemptionRef(owner, ordinal, redemptions),
      ...heldTouches(owner, prepared.counters.heldN),
    ]),
  decide(loaded, input, ctx) {
    const judged = judgeSale(loaded, input, 'redeem', ctx)
    if (judged.kind !== 'judged') return judged
    const { address, voucher, cohort, sale } = judged
    if (needsConfirmation(judged)) return refuse('confirmation_needed', {}, { needs: ['confirmation'] }, judged.binding)
    const selling = { ...sale, payment: input.payment }
    const booked = bookAndHold(
      loaded,
      { address, voucher, cohort, sale: selling, heldN: ctx.prepared.counters.heldN },
      ctx,
    )
    if (!booked) return again()
    return accept(viewReceipt(booked.target, booked.redemption, audienceOf(ctx.actor), ctx), {
      ...booked.change,
      writes: [...booked.change.writes, ...judged.writes],
    })
  },
})
