import type { Loaded, Ref } from '../../kernel/entity.ts'
import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import { audienceOf } from '../audience.ts'
import { shopOf } from '../till.ts'
import { voucherRef } from '../voucher/voucher-entity.ts'
import type { ReservationAddress, ReservationState } from './reservation-entity.ts'
import { isSameReservation, reservationBehind, reservationEntity, reservationRef } from './reservation-entity.ts'

export function reservationAddress(id: string, ports: Ports): Outcome<ReservationAddress, 'reservation_unknown'> {
  const found = ports.ids.decode(reservationEntity, id, audienceOf(ports.actor))
  return found ? accepted(reservationBehind(found)) : refused('reservation_unknown')
}

export function reservationTouches({ owner, ordinal }: ReservationAddress): Ref<unknown>[] {
  return [voucherRef(owner, ordinal) as Ref<unknown>, reservationRef(owner, ordinal) as Ref<unknown>]
}

/** The shop's own reservation; an earlier one of the same voucher is over, whatever became of it. */
export function reservationOfShop(
  loaded: Loaded,
  address: ReservationAddress,
  ctx: Context<unknown>,
): { readonly ok: true; readonly reservation: ReservationState } | Refusal<'reservation_unknown' | 'reservation_over'> {
  const reservation = loaded.get(reservationRef(address.owner, address.ordinal))
  if (!reservation) return refused('reservation_unknown')
  if (!isSameReservation(reservation, address)) return refused('reservation_over', { state: 'replaced' })
  return reservation.merchantId === shopOf(ctx) ? { ok: true, reservation } : refused('reservation_unknown')
}
