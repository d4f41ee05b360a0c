import { BackBar } from './back-bar.tsx'
import { OfferList, shownOffers } from './offer-list.tsx'
import { UsableList, usableRights } from './usable-list.tsx'
import type { WalletProps } from './wallet-props.ts'

/** A page behind a button of the elder mode's home. */
export function UsableView(props: WalletProps) {
  const { state, words } = props
  return (
    <div class="narrow">
      <BackBar {...props} title={words.t('usableNow')} />
      <UsableList {...props} rights={usableRights(state)} />
    </div>
  )
}

export function OffersView(props: WalletProps) {
  const { state, words } = props
  return (
    <div class="narrow">
      <BackBar {...props} title={words.t('obtainable')} />
      <OfferList {...props} offers={shownOffers(state)} />
    </div>
  )
}
