import type { Loaded } from '../../kernel/entity.ts'
import { span } from '../../kernel/entity.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { redemptionEntity, USES_A_VOUCHER, voucherEntity } from './voucher-entity.ts'

function firstOf(loaded: Loaded, owner: number, vouchers: number): number {
  return Math.max(0, (loaded.get(holderRef(owner))?.nextVoucher ?? 0) - vouchers)
}

/** The holder's last vouchers by ordinal; the holder's row must be loaded. */
export function newestVouchers(loaded: Loaded, owner: number, vouchers: number) {
  return span(voucherEntity, owner, { from: firstOf(loaded, owner, vouchers), limit: vouchers })
}

/** Every use of those vouchers. */
export function newestRedemptions(loaded: Loaded, owner: number, vouchers: number) {
  const from = firstOf(loaded, owner, vouchers) * USES_A_VOUCHER
  return span(redemptionEntity, owner, { from, limit: vouchers * USES_A_VOUCHER })
}
