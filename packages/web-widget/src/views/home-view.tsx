import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { CallHelp } from './call-help.tsx'
import { HistoryList } from './history-list.tsx'
import { OfferList, shownOffers } from './offer-list.tsx'
import { TopBar } from './top-bar.tsx'
import { pastCards, pastVouchers, UsableList, usableRights } from './usable-list.tsx'
import type { WalletProps } from './wallet-props.ts'

const RECENT = 3

/** What can I use now, what can I get, what happened: in this order. In elder mode one of them at a time. */
export function HomeView(props: WalletProps) {
  const { state, wallet, words } = props
  const { isElder } = state
  return (
    <>
      <slot name="header">
        <div class="home-top split">
          <TopBar title={words.t('title')} />
          <button type="button" class="button plain" onClick={() => wallet.setElder(!isElder)}>
            {words.t(isElder ? 'standardMode' : 'elderMode')}
          </button>
        </div>
      </slot>
      {state.isOffline && (
        <p class="note note-warn" part="alert">
          {words.t('unreachable')}
        </p>
      )}
      {isElder ? <ElderHome {...props} /> : <StandardHome {...props} />}
      <slot name="help" />
      <slot name="footer" />
    </>
  )
}

function StandardHome(props: WalletProps) {
  const { state, wallet, words } = props
  const rights = usableRights(state)
  const offers = shownOffers(state)
  return (
    <div class="columns">
      <Section title={words.t('usableNow')}>
        {rights.length === 0 ? <NothingUsable {...props} /> : <UsableList {...props} rights={rights} />}
      </Section>
      <div class="column">
        <Section title={words.t('obtainable')}>
          {offers.length === 0 ? (
            <p class="tile empty">{words.t('nothingObtainable')}</p>
          ) : (
            <OfferList {...props} offers={offers} />
          )}
        </Section>
        <Recent {...props} />
        <div class="actions">
          <PayButton {...props} />
          <Button kind="secondary" onPress={() => wallet.go('bind')}>
            {words.t('bindCard')}
          </Button>
          <Button kind="secondary" onPress={() => wallet.go('help')}>
            {words.t('help')}
          </Button>
          <CallHelp words={words} contact={state.contact} />
        </div>
      </div>
    </div>
  )
}

/** One thing to do: show the first voucher, else claim the first offer. The rest is behind a button each. */
function ElderHome(props: WalletProps) {
  const { state, wallet, words } = props
  const [first, ...others] = usableRights(state)
  const offers = shownOffers(state)
  return (
    <div class="narrow">
      {first ? (
        <UsableList {...props} rights={[first]} />
      ) : offers.length > 0 ? (
        <OfferList {...props} offers={offers.slice(0, 1)} />
      ) : (
        <NothingUsable {...props} />
      )}
      <div class="actions">
        {others.length > 0 && (
          <Button kind="secondary" onPress={() => wallet.go('usable')}>
            {words.t('moreUsable', { count: others.length })}
          </Button>
        )}
        {offers.length > (first ? 0 : 1) && (
          <Button kind="secondary" onPress={() => wallet.go('offers')}>
            {words.t('offersCount', { count: offers.length })}
          </Button>
        )}
        {first && <PayButton {...props} />}
        <Button kind="secondary" onPress={() => wallet.go('history')}>
          {words.t('allRecords')}
        </Button>
        <Button kind="secondary" onPress={() => wallet.go('help')}>
          {words.t('help')}
        </Button>
        <CallHelp words={words} contact={state.contact} />
        <button type="button" class="button plain" onClick={() => wallet.enlarge()}>
          {words.t('largerText')}
        </button>
      </div>
    </div>
  )
}

/** A till may show its code instead of scanning the customer's. */
function PayButton({ wallet, words }: WalletProps) {
  return (
    <Button kind="secondary" onPress={() => wallet.go('pay')}>
      {words.t('payScan')}
    </Button>
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

function NothingUsable({ words }: WalletProps) {
  return (
    <slot name="empty">
      <div class="tile empty">
        <p>{words.t('nothingUsable')}</p>
        <p class="small">{words.t('nothingUsableHint')}</p>
      </div>
    </slot>
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
