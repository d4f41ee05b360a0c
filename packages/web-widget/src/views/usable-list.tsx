import type { Card, Voucher } from '../state/wallet-api.ts'
import type { Right, WalletState } from '../state/wallet-state.ts'
import { CardTile } from './card-tile.tsx'
import { VoucherTile } from './voucher-tile.tsx'
import type { WalletProps } from './wallet-props.ts'

interface UsableListProps extends WalletProps {
  readonly rights: readonly Right[]
}

/** Vouchers and cards, each with its button. */
export function UsableList({ wallet, words, rights }: UsableListProps) {
  return (
    <ul class="tiles" part="list">
      {rights.map((right) =>
        right.kind === 'voucher' ? (
          <VoucherTile
            key={right.voucher.voucherId}
            words={words}
            voucher={right.voucher}
            onShow={() => wallet.show(right)}
          />
        ) : (
          <CardTile key={right.card.cardId} words={words} card={right.card} onShow={() => wallet.show(right)} />
        ),
      )}
    </ul>
  )
}

function isUsable(voucher: Voucher, nowMs: number): boolean {
  return (voucher.state === 'outstanding' || voucher.state === 'reserved') && nowMs < Date.parse(voucher.expiresAt)
}

function isUsableCard({ state, balanceMinor }: Card): boolean {
  return state === 'activated' && balanceMinor > 0
}

/** What can be shown now: vouchers, what ends first foremost, then cards. */
export function usableRights({ vouchers, cards, nowMs }: WalletState): readonly Right[] {
  const usable = vouchers
    .filter((voucher) => isUsable(voucher, nowMs))
    .sort((one, other) => Date.parse(one.expiresAt) - Date.parse(other.expiresAt))
  return [
    ...usable.map((voucher) => ({ kind: 'voucher', voucher }) as const),
    ...cards.filter(isUsableCard).map((card) => ({ kind: 'card', card }) as const),
  ]
}

export function pastVouchers({ vouchers, nowMs }: WalletState): readonly Voucher[] {
  return vouchers.filter((voucher) => !isUsable(voucher, nowMs))
}

export function pastCards({ cards }: WalletState): readonly Card[] {
  return cards.filter((card) => !isUsableCard(card))
}
