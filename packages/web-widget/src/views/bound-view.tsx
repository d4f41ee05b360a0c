import type { Card } from '../state/wallet-api.ts'
import { CardFace } from './card-tile.tsx'
import { GoodNewsView } from './good-news-view.tsx'
import type { WalletProps } from './wallet-props.ts'

export function BoundView({ wallet, words, card }: WalletProps & { readonly card: Card }) {
  return (
    <GoodNewsView
      title={words.t('boundTitle')}
      sentence={words.t('boundBody', { amount: words.amount(card.balanceMinor, card.currency) })}
      actions={
        <button type="button" class="button primary" part="button-primary" onClick={() => wallet.go('home')}>
          {words.t('done')}
        </button>
      }
    >
      <CardFace words={words} card={card} />
    </GoodNewsView>
  )
}
