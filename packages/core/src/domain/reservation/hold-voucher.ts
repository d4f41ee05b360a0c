import type { EventDraft } from '../../kernel/decision.ts'
import type { Loaded, Ref, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { cohortRef, countIn } from '../batch/batch-entity.ts'
import type { Sale } from '../voucher/book-redemption.ts'
import type { VoucherAddress } from '../voucher/own-voucher.ts'
import type { VoucherState } from '../voucher/voucher-entity.ts'
import { voucherRef } from '../voucher/voucher-entity.ts'
import { holdRef, takeFromHold } from './hold-entity.ts'
import type { ReservationState } from './reservation-entity.ts'
import { reservationRef } from './reservation-entity.ts'

export interface Holding {
  readonly sale: Omit<Sale, 'payment'>
  readonly now: number
  /** Epoch milliseconds; the voucher's own end may come first. */
  readonly until: number
  /** The number of the row that lists it; the row must have been touched, and be free. */
  readonly holdN: number
  readonly status: 'held' | 'confirmed'
  readonly needsConfirmation: boolean
}

export interface Held {
  readonly reservation: ReservationState
  readonly change: {
    readonly writes: readonly Write[]
    readonly removes: readonly Ref<unknown>[]
    readonly events: readonly EventDraft[]
  }
}

/**
 * Holds a voucher for one order. Nothing moves in the ledger: what was set aside stays set aside.
 *
 * Not checked: anything. State, freshness, scope and price are judged before.
 */
export function holdVoucher(
  loaded: Loaded,
  { owner, ordinal }: VoucherAddress,
  voucher: VoucherState,
  found: CohortState,
  holding: Holding,
): Held {
  const { sale, now, holdN, status, needsConfirmation } = holding
  // A hold that ran out and was not yet swept makes room here.
  const { cohort, removes } = takeFromHold(owner, voucher, found)
  const until = Math.min(holding.until, voucher.expiresAt)
  const seq = (loaded.get(reservationRef(owner, ordinal))?.seq ?? 0) + 1
  const reservation: ReservationState = { ...sale, seq, status, at: now, until, needsConfirmation }
  const { merchantId, terminalId, orderNumber, orderAmountMinor, subsidyMinor, channel } = sale
  return {
    reservation,
    change: {
      writes: [
        write(voucherRef(owner, ordinal), {
          ...voucher,
          status: 'reserved',
          // The code that was shown is spent, also when nothing comes of the sale.
          usedStep: sale.step ?? voucher.usedStep,
          hold: { until, n: holdN },
        }),
        write(reservationRef(owner, ordinal), reservation),
        write(holdRef(voucher.batch, owner, holdN), { holder: owner, ordinal }),
        write(cohortRef(voucher.batch, voucher.day, owner), countIn(cohort, { reserved: 1 })),
      ],
      removes: removes.filter((row) => row.n !== holdN),
      events: [
        {
          type: 'voucher.reserved',
          data: {
            batch: voucher.batch,
            holder: owner,
            voucher: ordinal,
            seq,
            merchantId,
            terminalId,
            orderNumber,
            orderAmountMinor,
            subsidyMinor,
            channel,
            status,
            until,
          },
        },
      ],
    },
  }
}

/** What ending a hold without a sale changes. `found` is the cohort as it stands. */
export function freeVoucher(
  { owner, ordinal }: VoucherAddress,
  voucher: VoucherState,
  found: CohortState,
  reservation: ReservationState | undefined,
  how: 'released' | 'declined' | 'lapsed',
  now: number,
): Held['change'] {
  const { cohort, removes } = takeFromHold(owner, voucher, found)
  const isOpen = reservation?.status === 'held' || reservation?.status === 'confirmed'
  return {
    writes: [
      write(voucherRef(owner, ordinal), { ...voucher, status: 'outstanding', hold: undefined }),
      write(cohortRef(voucher.batch, voucher.day, owner), cohort),
      // A lapsed one keeps its status: its end says the same.
      ...(reservation && isOpen && how !== 'lapsed'
        ? [
            write(reservationRef(owner, ordinal), {
              ...reservation,
              status: how,
              until: Math.min(reservation.until, now),
            }),
          ]
        : []),
    ],
    removes,
    events: [
      {
        type: 'voucher.released',
        data: { batch: voucher.batch, holder: owner, voucher: ordinal, seq: reservation?.seq, how },
      },
    ],
  }
}
