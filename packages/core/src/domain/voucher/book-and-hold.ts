import type { Loaded, Touch } from '../../kernel/entity.ts'
import type { Context } from '../../kernel/ports.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { heldRef } from '../settlement/held-entity.ts'
import { holdBooked } from '../settlement/hold-booked.ts'
import type { Booked, Sale } from './book-redemption.ts'
import { bookRedemption } from './book-redemption.ts'
import type { VoucherAddress } from './own-voucher.ts'
import type { VoucherState } from './voucher-entity.ts'

/** The row for a settlement that may be kept back. */
export function heldTouches(owner: number, heldN: number | undefined): readonly Touch[] {
  return heldN === undefined ? [] : [heldRef(owner, heldN)]
}

/**
 * Books a sale, and keeps its settlement back where the risk rules asked for that. Undefined: the row for it is taken, by
 * what else was held in the same second, and another number must be drawn.
 */
export function bookAndHold(
  loaded: Loaded,
  {
    address,
    voucher,
    cohort,
    sale,
    heldN,
  }: {
    readonly address: VoucherAddress
    readonly voucher: VoucherState
    readonly cohort: CohortState
    readonly sale: Sale
    readonly heldN: number | undefined
  },
  ctx: Pick<Context<unknown>, 'now' | 'reference'>,
): Booked | undefined {
  const booked = bookRedemption(address, voucher, cohort, sale, ctx)
  if (sale.risk?.do !== 'hold' || sale.subsidyMinor === 0) return booked
  if (heldN === undefined || loaded.get(heldRef(address.owner, heldN))) return undefined
  return holdBooked(booked, sale, heldN, ctx.now)
}
