import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { cohortRef, emptyCohort } from '../batch/batch-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { effectiveStatus, voucherRef } from '../voucher/voucher-entity.ts'
import { freeVoucher } from './hold-voucher.ts'
import { reservationStatus } from './reservation-entity.ts'
import { reservationAddress, reservationOfShop, reservationTouches } from './reservation-of-shop.ts'
import { reservationId } from './reservation-view.ts'

/** Lets a held voucher go: the sale did not come about. The customer can use it elsewhere at once. */
export const releaseReservation = defineOperation({
  name: 'reservation.release',
  summary: 'A shop lets a voucher go that it holds; the customer can use it elsewhere at once.',
  kind: 'write',
  route: 'POST /v1/reservations/{reservationId}/release',
  input: z.strictObject({ reservationId }),
  output: z.strictObject({ reservationId: z.string(), state: z.literal('released'), at: isoInstant }),
  permits: ['terminal', 'merchant', 'partner'],
  scope: 'sameMerchant',
  refusals: ['reservation_unknown', 'reservation_over'],
  prepare: (input, ports) => reservationAddress(input.reservationId, ports),
  touches: (_input, address) => reservationTouches(address),
  touchesNext(loaded, _input, { owner, ordinal }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    return voucher ? [cohortRef(voucher.batch, voucher.day, owner)] : []
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal } = ctx.prepared
    const found = reservationOfShop(loaded, ctx.prepared, ctx)
    if (!found.ok) return { kind: 'refuse', refusal: found }
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('reservation_unknown')
    const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const state = reservationStatus(found.reservation, ctx.now)
    if (effectiveStatus(voucher, cohort, ctx) !== 'reserved') {
      return refuse('reservation_over', { state: state === 'held' || state === 'confirmed' ? 'voided' : state })
    }
    return accept(
      { reservationId: input.reservationId, state: 'released' as const, at: toIso(ctx.now) },
      freeVoucher({ owner, ordinal }, voucher, cohort, found.reservation, 'released', ctx.now),
    )
  },
})
