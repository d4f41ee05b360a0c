import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import { toIso } from '../iso-instant.ts'
import type { VoucherState, VoucherStatus } from './voucher-entity.ts'
import type { VoucherEvent } from './voucher-states.ts'
import { voucherTransitions } from './voucher-states.ts'

export const statusRefusals = [
  'voucher_already_redeemed',
  'voucher_reserved',
  'voucher_expired',
  'voucher_void',
  'voucher_state_wrong',
] as const

/** The refusal of an event in a status, by the table; undefined where the event is possible. */
export function refuseByStatus(
  voucher: VoucherState,
  status: VoucherStatus,
  event: VoucherEvent,
): Refusal<(typeof statusRefusals)[number]> | undefined {
  const cell = voucherTransitions[status][event]
  if (typeof cell === 'string') return undefined
  const at = { redeemed: voucher.redeemedAt, expired: voucher.expiresAt, reserved: voucher.hold?.until }[
    status as string
  ]
  return refused(
    cell.refusal as (typeof statusRefusals)[number],
    {
      state: status,
      ...(at === undefined ? {} : { at: toIso(at) }),
    },
    { retryable: status === 'reserved' },
  )
}
