import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { ExternalId, Ids } from '../../kernel/ports.ts'
import type { Sale } from '../voucher/book-redemption.ts'

/** Where a reservation stands; `lapsed` is not written, time says it. */
export type ReservationStatus = 'held' | 'confirmed' | 'captured' | 'released' | 'declined' | 'voided' | 'lapsed'

/** The newest reservation of a voucher: the order it is held for, as the till gave it and the holder sees it. */
export interface ReservationState extends Omit<Sale, 'payment'> {
  /** Counts the voucher's reservations; part of the id, so that an old id never means a newer one. */
  readonly seq: number
  readonly status: Exclude<ReservationStatus, 'lapsed'>
  readonly at: number
  readonly until: number
  /** Whether it can be captured only after the holder has confirmed shop and amount. */
  readonly needsConfirmation: boolean
}

/** One row a voucher: `n` is its ordinal. */
export const reservationEntity = defineEntity<ReservationState>({
  kind: 43,
  name: 'reservation',
  version: 1,
  idPrefix: 'rsv',
})

const SEQUENCE = 2 ** 20

export function reservationRef(owner: number, ordinal: number): Ref<ReservationState> {
  return ref(reservationEntity, owner, ordinal)
}

/** As the shop knows it. */
export function reservationIdOf(ids: Ids, owner: number, ordinal: number, seq: number, audience: string): string {
  return ids.encode(reservationEntity, { owner, n: ordinal * SEQUENCE + (seq % SEQUENCE) }, audience)
}

export interface ReservationAddress {
  readonly owner: number
  readonly ordinal: number
  /** Modulo 2²⁰. */
  readonly seq: number
}

export function reservationBehind({ owner, n }: ExternalId): ReservationAddress {
  return { owner, ordinal: Math.floor(n / SEQUENCE), seq: n % SEQUENCE }
}

export function isSameReservation(state: ReservationState | undefined, { seq }: ReservationAddress): boolean {
  return state !== undefined && state.seq % SEQUENCE === seq
}

export function reservationStatus(state: ReservationState, now: number): ReservationStatus {
  const isOpen = state.status === 'held' || state.status === 'confirmed'
  return isOpen && now >= state.until ? 'lapsed' : state.status
}
