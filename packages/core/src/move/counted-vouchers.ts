import type { CohortState } from '../domain/batch/batch-entity.ts'
import type { RedemptionState, VoucherState } from '../domain/voucher/voucher-entity.ts'
import { paidMinor } from '../domain/voucher/voucher-entity.ts'

/** Vouchers of one cohort, counted by their rows. */
export interface CountedVouchers {
  vouchers: number
  outstanding: number
  reserved: number
  redeemed: number
  expired: number
  void: number
  committedMinor: number
  subsidyMinor: number
  refunded: number
  refundedMinor: number
  salesMinor: number
  held: number
  heldMinor: number
  disallowed: number
  disallowedMinor: number
}

export function noVouchers(): CountedVouchers {
  return {
    vouchers: 0,
    outstanding: 0,
    reserved: 0,
    redeemed: 0,
    expired: 0,
    void: 0,
    committedMinor: 0,
    subsidyMinor: 0,
    refunded: 0,
    refundedMinor: 0,
    salesMinor: 0,
    held: 0,
    heldMinor: 0,
    disallowed: 0,
    disallowedMinor: 0,
  }
}

export function countVoucher(counted: CountedVouchers, { status, committedMinor }: VoucherState): void {
  counted.vouchers += 1
  counted[status] += 1
  if (status === 'outstanding' || status === 'reserved') counted.committedMinor += committedMinor
}

export function countRedemption(counted: CountedVouchers, redemption: RedemptionState): void {
  const { subsidyMinor, refundedMinor, refundedSubsidyMinor, settlement } = redemption
  const leftMinor = subsidyMinor - refundedSubsidyMinor
  counted.refunded += refundedMinor > 0 ? 1 : 0
  counted.refundedMinor += refundedSubsidyMinor
  if (settlement?.state === 'disallowed') {
    counted.disallowed += 1
    counted.disallowedMinor += leftMinor
    return
  }
  counted.subsidyMinor += leftMinor
  counted.salesMinor += paidMinor(redemption) - refundedMinor
  if (settlement?.state !== 'held') return
  counted.held += 1
  counted.heldMinor += leftMinor
}

/**
 * What a lane's part of a cohort says of its vouchers. What the whole cohort has ended (expired or withdrawn), it has ended in every part.
 *
 * @param restocked how many of the void ones went back into stock: those are not issued any more.
 */
export function cohortOf(counted: CountedVouchers, whole: CohortState, restocked: number): CohortState {
  const { vouchers, outstanding, reserved, expired, void: voided, committedMinor, ...same } = counted
  const isLive = whole.state === 'live'
  const ended = isLive ? 0 : outstanding + reserved
  return {
    ...same,
    issued: vouchers - restocked,
    reserved: isLive ? reserved : 0,
    expired: (isLive ? 0 : expired) + (whole.state === 'expired' ? ended : 0),
    voided: voided - restocked + (whole.state === 'voided' ? ended : 0),
    committedMinor: isLive ? committedMinor : 0,
    state: whole.state,
  }
}
