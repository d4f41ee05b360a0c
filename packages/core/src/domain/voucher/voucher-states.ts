import type { RefusalCode } from '../../kernel/refusals/catalogue.ts'
import type { VoucherStatus } from './voucher-entity.ts'

export type VoucherEvent = 'showCode' | 'redeem' | 'refund' | 'void' | 'expire'

type Cell = VoucherStatus | { readonly refusal: RefusalCode }

const used = { refusal: 'voucher_already_redeemed' } as const
const expired = { refusal: 'voucher_expired' } as const
const withdrawn = { refusal: 'voucher_void' } as const
const wrong = { refusal: 'voucher_state_wrong' } as const

/**
 * Every state × event: where it leads, or why not. A refund leads on to what the programme's policy says; the table names
 * where a full refund under `revive` leads. Nothing comes back from `expired` and `void`.
 */
export const voucherTransitions: Readonly<Record<VoucherStatus, Readonly<Record<VoucherEvent, Cell>>>> = {
  outstanding: { showCode: 'outstanding', redeem: 'redeemed', refund: wrong, void: 'void', expire: 'expired' },
  redeemed: { showCode: used, redeem: used, refund: 'outstanding', void: used, expire: wrong },
  expired: { showCode: expired, redeem: expired, refund: wrong, void: expired, expire: wrong },
  void: { showCode: withdrawn, redeem: withdrawn, refund: wrong, void: withdrawn, expire: wrong },
}
