import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { audienceOf } from '../audience.ts'
import { voucherRef } from '../voucher/voucher-entity.ts'
import { reservationAddress, reservationOfShop, reservationTouches } from './reservation-of-shop.ts'
import { reservationId, reservationView, viewReservation } from './reservation-view.ts'

/** A shop's reservation as it stands: a till asks again and again until the customer has confirmed. */
export const getReservation = defineOperation({
  name: 'reservation.get',
  summary: 'Shows a shop one of its reservations as it stands, and whether the customer has confirmed.',
  kind: 'read',
  route: 'GET /v1/reservations/{reservationId}',
  input: z.strictObject({ reservationId }),
  output: reservationView,
  permits: ['terminal', 'merchant', 'partner'],
  scope: 'sameMerchant',
  refusals: ['reservation_unknown', 'reservation_over'],
  prepare: (input, ports) => reservationAddress(input.reservationId, ports),
  touches: (_input, address) => reservationTouches(address),
  decide(loaded, _input, ctx) {
    const { owner, ordinal } = ctx.prepared
    const found = reservationOfShop(loaded, ctx.prepared, ctx)
    if (!found.ok) return { kind: 'refuse', refusal: found }
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('reservation_unknown')
    const isOpen = found.reservation.status === 'held' || found.reservation.status === 'confirmed'
    const reservation =
      voucher.status === 'void' && isOpen ? { ...found.reservation, status: 'voided' as const } : found.reservation
    return accept(viewReservation(ctx.prepared, reservation, voucher, audienceOf(ctx.actor), ctx))
  },
})
