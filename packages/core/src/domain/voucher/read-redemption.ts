import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { audienceOf } from '../audience.ts'
import { receiptView, redemptionId, viewReceipt } from './receipt-view.ts'
import { redemptionBehind } from './redemption-address.ts'
import { redemptionRef } from './voucher-entity.ts'

/** A receipt, with what has been refunded of it. */
export const getRedemption = defineOperation({
  name: 'redemption.get',
  summary: 'Shows a shop one of its own redemptions, with what has been refunded of it.',
  kind: 'read',
  route: 'GET /v1/redemptions/{redemptionId}',
  input: z.strictObject({ redemptionId }),
  output: z.strictObject({ ...receiptView.shape, refundedMinor: z.int() }),
  permits: ['terminal', 'merchant', 'partner', 'operator'],
  scope: 'sameMerchant',
  refusals: ['redemption_unknown'],
  prepare: (input, ports) => redemptionBehind(input.redemptionId, ports),
  touches: (_input, { owner, n }) => [redemptionRef(owner, 0, n)],
  decide(loaded, _input, ctx) {
    const { owner, n, merchantId } = ctx.prepared
    const redemption = loaded.get(redemptionRef(owner, 0, n))
    if (!redemption || (merchantId !== undefined && redemption.merchantId !== merchantId))
      return refuse('redemption_unknown')
    const receipt = viewReceipt({ owner, n }, redemption, audienceOf(ctx.actor), ctx)
    return accept({ ...receipt, refundedMinor: redemption.refundedMinor })
  },
})
