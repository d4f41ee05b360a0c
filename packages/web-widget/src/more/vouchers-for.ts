import type { Voucher } from '../state/wallet-api.ts'
import type { WalletState } from '../state/wallet-state.ts'
import { usableRights } from '../views/usable-list.tsx'

/** The vouchers whose own terms do not rule an order out; the service judges them all again. */
export function vouchersFor(state: WalletState, amountMinor: number, currency: string): readonly Voucher[] {
  return toUse(state).filter(
    ({ currency: own, terms }) => own === currency && amountMinor >= (terms.thresholdMinor ?? 0),
  )
}

/** What a person without a till's word enters amounts in: their first voucher's. */
export function currencyOf(state: WalletState): string {
  return toUse(state)[0]?.currency ?? 'CNY'
}

function toUse(state: WalletState): readonly Voucher[] {
  return usableRights(state).flatMap((right) =>
    right.kind === 'voucher' && right.voucher.state === 'outstanding' ? [right.voucher] : [],
  )
}
