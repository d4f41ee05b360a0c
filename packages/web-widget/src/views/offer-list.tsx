import type { Words } from '../i18n/create-words.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import type { Offer } from '../state/wallet-api.ts'
import type { WalletState } from '../state/wallet-state.ts'
import { MoreView } from './more-view.tsx'
import { OfferTile, offerState } from './offer-tile.tsx'
import type { WalletProps } from './wallet-props.ts'

interface OfferListProps extends WalletProps {
  readonly offers: readonly Offer[]
}

export function OfferList({ state, wallet, words, offers }: OfferListProps) {
  return (
    <ul class="tiles" part="list">
      {offers.map((offer) => (
        <OfferTile
          key={offer.batchId}
          words={words}
          offer={offer}
          nowMs={state.nowMs}
          isBusy={state.busy === offer.batchId}
          onClaim={() => wallet.claim(offer)}
        >
          {offer.draw && (
            <MoreView
              state={state}
              wallet={wallet}
              words={words as Words<MessageKey>}
              flow={wallet.flow}
              offer={offer}
            />
          )}
        </OfferTile>
      ))}
    </ul>
  )
}

const ORDER = ['claimable', 'draw', 'waiting', 'barred', 'paused', 'sold_out']

/** What can be claimed stands first. What one has already stands elsewhere; what is over helps nobody. */
export function shownOffers({ offers, nowMs }: WalletState): readonly Offer[] {
  return offers
    .map((offer) => ({ offer, rank: ORDER.indexOf(offerState(offer, nowMs)) }))
    .filter(({ rank }) => rank >= 0)
    .sort((one, other) => one.rank - other.rank)
    .map(({ offer }) => offer)
}
