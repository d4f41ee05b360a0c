import { BackBar } from '../views/back-bar.tsx'
import { CardTile } from '../views/card-tile.tsx'
import { HistoryList } from '../views/history-list.tsx'
import { pastCards, pastVouchers } from '../views/usable-list.tsx'
import { VoucherTile } from '../views/voucher-tile.tsx'
import type { MoreProps } from './more-props.ts'

const stamps = {
  redeemed: 'stampUsed',
  void: 'stampVoid',
  expired: 'stampExpired',
  outstanding: 'stampExpired',
  reserved: 'stampExpired',
} as const

/** Everything that happened, and what cannot be used any more. */
export function HistoryView(props: MoreProps) {
  const { state, words } = props
  const vouchers = pastVouchers(state)
  const cards = pastCards(state)
  return (
    <div class="narrow">
      <BackBar {...props} title={words.t('allRecords')} />
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
