import type { RefusalCode } from '../../kernel/refusals/catalogue.ts'
import type { VoucherStatus } from './voucher-entity.ts'

export type VoucherEvent = 'showCode' | 'redeem' | 'reserve' | 'capture' | 'release' | 'refund' | 'void' | 'expire'

type Cell = VoucherStatus | { readonly refusal: RefusalCode }

const used = { refusal: 'voucher_already_redeemed' } as const
const expired = { refusal: 'voucher_expired' } as const
const withdrawn = { refusal: 'voucher_void' } as const
const held = { refusal: 'voucher_reserved' } as const
const wrong = { refusal: 'voucher_state_wrong' } as const

/**
 * Every state × event: where it leads, or why not. A refund leads on to what the programme's policy says; the table names
 * where a full refund under `revive` leads. Nothing comes back from `expired` and `void`.
 */
export const voucherTransitions: Readonly<Record<VoucherStatus, Readonly<Record<VoucherEvent, Cell>>>> = {
  outstanding: {
    showCode: 'outstanding',
    redeem: 'redeemed',
    reserve: 'reserved',
    capture: wrong,
    release: wrong,
    refund: wrong,
    void: 'void',
    expire: 'expired',
  },
  // A hold ends by itself, and never lasts longer than the voucher: so a reserved one does not expire, it is released.
  reserved: {
    showCode: held,
    redeem: held,
    reserve: held,
    capture: 'redeemed',
    release: 'outstanding',
    refund: wrong,
    void: 'void',
    expire: wrong,
  },
  redeemed: {
    showCode: used,
    redeem: used,
    reserve: used,
    capture: used,
    release: used,
    refund: 'outstanding',
    void: used,
    expire: wrong,
  },
  expired: {
    showCode: expired,
    redeem: expired,
    reserve: expired,
    capture: expired,
    release: expired,
    refund: wrong,
    void: expired,
    expire: wrong,
  },
  void: {
    showCode: withdrawn,
    redeem: withdrawn,
    reserve: withdrawn,
    capture: withdrawn,
    release: withdrawn,
    refund: wrong,
    void: withdrawn,
    expire: wrong,
  },
}
