import { BackBar } from '../views/back-bar.tsx'
import { OfferList, shownOffers } from '../views/offer-list.tsx'
import { UsableList, usableRights } from '../views/usable-list.tsx'
import type { MoreProps } from './more-props.ts'

/** A page behind a button of the elder mode's home. */
export function UsableView(props: MoreProps) {
  const { state, words } = props
  return (
    <div class="narrow">
      <BackBar {...props} title={words.t('usableNow')} />
      <UsableList {...props} rights={usableRights(state)} />
    </div>
  )
}

export function OffersView(props: MoreProps) {
  const { state, words } = props
  return (
    <div class="narrow">
      <BackBar {...props} title={words.t('obtainable')} />
      <OfferList {...props} offers={shownOffers(state)} />
    </div>
  )
}
