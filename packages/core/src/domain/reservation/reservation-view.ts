import { z } from 'zod'
import type { Ids, Reference } from '../../kernel/ports.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { text } from '../programme/document-parts.ts'
import type { VoucherState } from '../voucher/voucher-entity.ts'
import { customerPaysMinor } from '../voucher/voucher-entity.ts'
import { termsOf, titleOf } from '../voucher/voucher-view.ts'
import type { ReservationState } from './reservation-entity.ts'
import { reservationIdOf, reservationStatus } from './reservation-entity.ts'

export const reservationId = z.string().min(1).max(64)

export const reservationView = z.strictObject({
  reservationId: z.string(),
  state: z.enum(['held', 'confirmed', 'captured', 'released', 'declined', 'voided', 'lapsed']),
  benefit: z.string(),
  title: text,
  orderNumber: z.string(),
  orderAmountMinor: z.int(),
  subsidyMinor: z.int(),
  customerPaysMinor: z.int(),
  currency: z.string(),
  needsConfirmation: z.boolean(),
  at: isoInstant,
  until: isoInstant,
})

/** What a shop sees of a reservation. */
export function viewReservation(
  { owner, ordinal }: { readonly owner: number; readonly ordinal: number },
  reservation: ReservationState,
  voucher: Pick<VoucherState, 'programme' | 'programmeVersion' | 'benefit'>,
  audience: string,
  { ids, reference, now }: { readonly ids: Ids; readonly reference: Reference; readonly now: number },
): z.output<typeof reservationView> {
  const { benefit, document, name } = termsOf(voucher, reference)
  const { orderNumber, orderAmountMinor, subsidyMinor, needsConfirmation, seq } = reservation
  return {
    reservationId: reservationIdOf(ids, owner, ordinal, seq, audience),
    state: reservationStatus(reservation, now),
    benefit: `${document.programme}/${name}`,
    title: titleOf(name, benefit),
    orderNumber,
    orderAmountMinor,
    subsidyMinor,
    customerPaysMinor: customerPaysMinor(reservation),
    currency: document.currency,
    needsConfirmation,
    at: toIso(reservation.at),
    until: toIso(reservation.until),
  }
}
