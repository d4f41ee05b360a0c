import type { ComponentChildren } from 'preact'
import type { Card, Voucher } from '../state/wallet-api.ts'
import type { WalletState } from '../state/wallet-state.ts'
import { Button } from './button.tsx'
import { CallHelp } from './call-help.tsx'
import { CardTile } from './card-tile.tsx'
import { HistoryList } from './history-list.tsx'
import { OfferTile, offerState } from './offer-tile.tsx'
import { TopBar } from './top-bar.tsx'
import { VoucherTile } from './voucher-tile.tsx'
import type { WalletProps } from './wallet-props.ts'

const RECENT = 3

/** What can I use now, what can I get, what happened: in this order. */
export function HomeView(props: WalletProps) {
  const { state, wallet, words } = props
  return (
    <>
      <slot name="header">
        <TopBar title={words.t('title')} />
      </slot>
      {state.isOffline && (
        <p class="note note-warn" part="alert">
          {words.t('unreachable')}
        </p>
      )}
      <div class="columns">
        <Usable {...props} />
        <div class="column">
          <Obtainable {...props} />
          <Recent {...props} />
          <div class="actions">
            <Button kind="secondary" onPress={() => wallet.go('bind')}>
              {words.t('bindCard')}
            </Button>
            <CallHelp words={words} contact={state.contact} />
          </div>
        </div>
      </div>
      <slot name="help" />
      <slot name="footer" />
    </>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="section">
      <h2 class="label">{title}</h2>
      {children}
    </section>
  )
}

function Usable({ state, wallet, words }: WalletProps) {
  const vouchers = usableVouchers(state)
  const cards = usableCards(state)
  return (
    <Section title={words.t('usableNow')}>
      {vouchers.length + cards.length === 0 ? (
        <slot name="empty">
          <div class="tile empty">
            <p>{words.t('nothingUsable')}</p>
            <p class="small">{words.t('nothingUsableHint')}</p>
          </div>
        </slot>
      ) : (
        <ul class="tiles" part="list">
          {vouchers.map((voucher) => (
            <VoucherTile
              key={voucher.voucherId}
              words={words}
              voucher={voucher}
              onShow={() => wallet.show({ kind: 'voucher', voucher })}
            />
          ))}
          {cards.map((card) => (
            <CardTile key={card.cardId} words={words} card={card} onShow={() => wallet.show({ kind: 'card', card })} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Obtainable({ state, wallet, words }: WalletProps) {
  const { nowMs, busy } = state
  const order = ['claimable', 'waiting', 'barred', 'paused', 'sold_out']
  const offers = state.offers
    .map((offer) => ({ offer, rank: order.indexOf(offerState(offer, nowMs)) }))
    // What one has already stands above; what is over helps nobody.
    .filter(({ rank }) => rank >= 0)
    .sort((one, other) => one.rank - other.rank)
  return (
    <Section title={words.t('obtainable')}>
      {offers.length === 0 ? (
        <p class="tile empty">{words.t('nothingObtainable')}</p>
      ) : (
        <ul class="tiles" part="list">
          {offers.map(({ offer }) => (
            <OfferTile
              key={offer.batchId}
              words={words}
              offer={offer}
              nowMs={nowMs}
              isBusy={busy === offer.batchId}
              onClaim={() => wallet.claim(offer)}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Recent({ state, wallet, words }: WalletProps) {
  const { history } = state
  const hasMore = history.length > RECENT || pastVouchers(state).length + pastCards(state).length > 0
  return (
    <Section title={words.t('recent')}>
      {history.length === 0 ? (
        <p class="tile empty">{words.t('nothingHappened')}</p>
      ) : (
        <HistoryList words={words} entries={history.slice(0, RECENT)} />
      )}
      {hasMore && (
        <button type="button" class="button plain" onClick={() => wallet.go('history')}>
          {words.t('allRecords')}
        </button>
      )}
    </Section>
  )
}

function isUsable(voucher: Voucher, nowMs: number): boolean {
  return (voucher.state === 'outstanding' || voucher.state === 'reserved') && nowMs < Date.parse(voucher.expiresAt)
}

/** What ends first stands first. */
function usableVouchers({ vouchers, nowMs }: WalletState): readonly Voucher[] {
  return vouchers
    .filter((voucher) => isUsable(voucher, nowMs))
    .sort((one, other) => Date.parse(one.expiresAt) - Date.parse(other.expiresAt))
}

export function pastVouchers({ vouchers, nowMs }: WalletState): readonly Voucher[] {
  return vouchers.filter((voucher) => !isUsable(voucher, nowMs))
}

function usableCards({ cards }: WalletState): readonly Card[] {
  return cards.filter((card) => card.state === 'activated' && card.balanceMinor > 0)
}

export function pastCards({ cards }: WalletState): readonly Card[] {
  return cards.filter((card) => card.state !== 'activated' || card.balanceMinor === 0)
}
