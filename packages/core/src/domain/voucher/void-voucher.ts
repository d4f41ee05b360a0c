import { z } from 'zod'
import { returnToStripe, stripeRef } from '../../kernel/allotment.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { businessDay } from '../../values/calendar.ts'
import { cohortRef, countIn, emptyCohort, findBatch, stockOf } from '../batch/batch-entity.ts'
import { committedAccount, returnedAccount, stockAccount } from '../batch/fund-batch.ts'
import { takeFromHold } from '../reservation/hold-entity.ts'
import { addressOf } from './own-voucher.ts'
import { giveBack, quotaRef } from './quota-entity.ts'
import { refuseByStatus, statusRefusals } from './refuse-by-status.ts'
import { effectiveStatus, voucherRef } from './voucher-entity.ts'
import { termsOf, viewVoucher, voucherId, voucherView } from './voucher-view.ts'

/**
 * Withdraws an outstanding voucher for good. Its money returns to the sponsor and the person's share is given back once;
 * its place is claimed again only where the programme says so, and while claiming has not ended.
 */
export const voidVoucher = defineOperation({
  name: 'voucher.void',
  summary: 'The sponsor withdraws a voucher for good; its money returns and the person’s share is given back.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/void',
  input: z.strictObject({ voucherId, reason: z.string().min(1).max(500) }),
  output: voucherView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['voucher_unknown', ...statusRefusals],
  prepare: (input, ports) => addressOf(input.voucherId, ports),
  touches: (_input, { owner, ordinal }) => [voucherRef(owner, ordinal)],
  touchesNext(loaded, _input, { owner, ordinal }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return []
    return [
      cohortRef(voucher.batch, voucher.day, owner),
      quotaRef(owner, voucher.programme, voucher.benefit),
      stripeRef(stockOf({ owner: voucher.batch }), owner),
    ]
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const found = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const barred = refuseByStatus(voucher, effectiveStatus(voucher, found, ctx.now), 'void')
    if (barred) return { kind: 'refuse', refusal: barred }
    // Also out of a till's hands: what is held there can no longer be captured.
    const { cohort, removes } = takeFromHold(owner, voucher, found)
    const { benefit, document } = termsOf(voucher, ctx.reference)
    const { currency } = document
    const batch = { owner: voucher.batch }
    const state = findBatch(ctx.reference, voucher.batch)
    const reopens =
      benefit.returnsToStock && state !== undefined && state.state !== 'closed' && ctx.now < state.closesAt
    const quota = quotaRef(owner, voucher.programme, voucher.benefit)
    const voided = { ...voucher, status: 'void' as const, version: voucher.version + 1, hold: undefined }
    const { committedMinor } = voucher
    // A place in stock is worth what was set aside for it, also where a newer version had promised less.
    const restockedMinor = reopens ? state.unitMinor : 0
    // Back in stock it has never been issued; else it stays counted as voided.
    const counts = reopens
      ? { issued: -1, committedMinor: -committedMinor }
      : { voided: 1, committedMinor: -committedMinor }
    return accept(viewVoucher(owner, ordinal, voided, 'void', ctx), {
      writes: [
        write(voucherRef(owner, ordinal), voided),
        write(cohortRef(voucher.batch, voucher.day, owner), countIn(cohort, counts)),
        write(quota, giveBack(loaded.get(quota), businessDay(voucher.claimedAt, document.timeZone))),
        ...(reopens ? [returnToStripe(loaded, stockOf(batch), owner, 1)] : []),
      ],
      removes,
      events: [
        {
          type: 'voucher.voided',
          data: { batch: voucher.batch, holder: owner, voucher: ordinal, reason: input.reason },
        },
      ],
      postings: [
        { account: committedAccount(batch), amountMinor: -committedMinor, currency },
        { account: stockAccount(batch), amountMinor: restockedMinor, currency },
        { account: returnedAccount(batch), amountMinor: committedMinor - restockedMinor, currency },
      ],
    })
  },
})
