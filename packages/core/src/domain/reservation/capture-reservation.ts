import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { audienceOf } from '../audience.ts'
import { cohortRef, emptyCohort } from '../batch/batch-entity.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { heldNumber } from '../settlement/held-entity.ts'
import { bookAndHold, heldTouches } from '../voucher/book-and-hold.ts'
import { receiptView, viewReceipt } from '../voucher/receipt-view.ts'
import { refuseByStatus, statusRefusals } from '../voucher/refuse-by-status.ts'
import { payment } from '../voucher/sale-input.ts'
import { customerPaysMinor, effectiveStatus, redemptionRef, voucherRef } from '../voucher/voucher-entity.ts'
import { reservationRef, reservationStatus } from './reservation-entity.ts'
import { reservationAddress, reservationOfShop, reservationTouches } from './reservation-of-shop.ts'
import { reservationId } from './reservation-view.ts'

/**
 * Makes the sale that a voucher is held for: once, before the hold ends, and only after the holder has confirmed it where
 * that was asked for. Order and amount are those of the reservation.
 *
 * Not checked: that the payment took place. Give its reference, and reconcile it with the acquirer's daily file.
 */
export const captureReservation = defineOperation({
  name: 'reservation.capture',
  summary: 'A shop makes the sale that it holds a voucher for; once, while the hold lasts.',
  kind: 'write',
  route: 'POST /v1/reservations/{reservationId}/capture',
  input: z.strictObject({ reservationId, payment: payment.optional() }),
  output: receiptView,
  permits: ['terminal', 'merchant', 'partner'],
  scope: 'sameMerchant',
  refusals: [
    'reservation_unknown',
    'reservation_over',
    'confirmation_needed',
    'merchant_suspended',
    'payment_mismatch',
    ...statusRefusals,
  ],
  prepare(input, ports) {
    const address = reservationAddress(input.reservationId, ports)
    return address.ok ? accepted({ ...address.value, heldN: heldNumber(ports.now, ports.random(3)) }) : address
  },
  touches: (_input, address) => reservationTouches(address),
  touchesNext(loaded, _input, { owner, ordinal, heldN }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return []
    const holds = loaded.get(reservationRef(owner, ordinal))?.risk?.do === 'hold'
    return [
      cohortRef(voucher.batch, voucher.day, owner),
      redemptionRef(owner, ordinal, voucher.redemptions),
      ...heldTouches(owner, holds ? heldN : undefined),
    ]
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal, heldN } = ctx.prepared
    const found = reservationOfShop(loaded, ctx.prepared, ctx)
    if (!found.ok) return { kind: 'refuse', refusal: found }
    const { reservation } = found
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('reservation_unknown')
    const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const status = effectiveStatus(voucher, cohort, ctx)
    // Void and expiry are told as what they are; else the reservation's own state says why.
    if (status === 'void' || status === 'expired') {
      const barred = refuseByStatus(voucher, status, 'capture')
      if (barred) return { kind: 'refuse', refusal: barred }
    }
    const state = reservationStatus(reservation, ctx.now)
    if (state !== 'held' && state !== 'confirmed') return refuse('reservation_over', { state })
    if (reservation.needsConfirmation && state !== 'confirmed')
      return refuse('confirmation_needed', {}, { needs: ['confirmation'], retryable: true })
    const barred = refuseByStatus(voucher, status, 'capture')
    if (barred) return { kind: 'refuse', refusal: barred }
    if (ctx.reference.find(merchantEntity, reservation.merchantId)?.status !== 'active')
      return refuse('merchant_suspended')
    const expectedMinor = customerPaysMinor(reservation)
    if (input.payment && input.payment.amountMinor !== expectedMinor)
      return refuse('payment_mismatch', { expectedMinor, actualMinor: input.payment.amountMinor })
    const sale = { ...reservation, payment: input.payment, step: undefined, judgedAt: reservation.at }
    const booked = bookAndHold(loaded, { address: { owner, ordinal }, voucher, cohort, sale, heldN }, ctx)
    if (!booked) return again()
    return accept(viewReceipt(booked.target, booked.redemption, audienceOf(ctx.actor), ctx), {
      ...booked.change,
      writes: [
        ...booked.change.writes,
        write(reservationRef(owner, ordinal), { ...reservation, status: 'captured', until: ctx.now }),
      ],
    })
  },
})
