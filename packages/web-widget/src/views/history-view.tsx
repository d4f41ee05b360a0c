import { CardTile } from './card-tile.tsx'
import { HistoryList } from './history-list.tsx'
import { pastCards, pastVouchers } from './home-view.tsx'
import { TopBar } from './top-bar.tsx'
import { VoucherTile } from './voucher-tile.tsx'
import type { WalletProps } from './wallet-props.ts'

const stamps = {
  redeemed: 'stampUsed',
  void: 'stampVoid',
  expired: 'stampExpired',
  outstanding: 'stampExpired',
  reserved: 'stampExpired',
} as const

/** Everything that happened, and what cannot be used any more. */
export function HistoryView({ state, wallet, words }: WalletProps) {
  const vouchers = pastVouchers(state)
  const cards = pastCards(state)
  return (
    <div class="narrow">
      <TopBar title={words.t('records')} back={{ label: words.t('back'), onPress: () => wallet.go('home') }} />
      {state.history.length === 0 ? (
        <p class="tile empty">{words.t('nothingHappened')}</p>
      ) : (
        <HistoryList words={words} entries={state.history} />
      )}
      {vouchers.length + cards.length > 0 && (
        <section class="section">
          <h2 class="label">{words.t('past')}</h2>
          <ul class="tiles">
            {vouchers.map((voucher) => (
              <VoucherTile
                key={voucher.voucherId}
                words={words}
                voucher={voucher}
                stamp={words.t(stamps[voucher.state])}
              />
            ))}
            {cards.map((card) => (
              <CardTile key={card.cardId} words={words} card={card} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
