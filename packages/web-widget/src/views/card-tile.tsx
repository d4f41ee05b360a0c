import type { Card } from '../state/wallet-api.ts'
import { Button } from './button.tsx'
import { Figure } from './figure.tsx'
import type { WalletWords } from './wallet-props.ts'

const stamps = { activated: 'stampActivated', spent: 'stampSpent', void: 'stampVoid' } as const

/** A card that looks like one: balance large, station and serial small, its state as a stamp. */
export function CardFace({ words, card }: { readonly words: WalletWords; readonly card: Card }) {
  const station = words.local(card.station)
  const face = words.amount(card.faceMinor, card.currency)
  return (
    <div class={card.state === 'activated' ? 'gift' : 'gift gift-over'}>
      <div class="gift-row">
        <p class="gift-name">{words.local(card.title) || words.t('cardTitle')}</p>
        <span>{words.t('cardFace', { amount: face })}</span>
        {station && <span class="gift-label">{station}</span>}
      </div>
      <p class="gift-balance">
        <span class="gift-label">{words.t('cardBalance')}</span>
        <Figure words={words} amountMinor={card.balanceMinor} currency={card.currency} exact />
      </p>
      <div class="gift-row">
        <span class="serial">{card.serial}</span>
        <span class="stamp">{words.t(stamps[card.state])}</span>
      </div>
    </div>
  )
}

interface CardTileProps {
  readonly words: WalletWords
  readonly card: Card
  readonly onShow?: () => void
}

export function CardTile({ words, card, onShow }: CardTileProps) {
  return (
    <li class="gift-item" part="card">
      <CardFace words={words} card={card} />
      {onShow && <Button onPress={onShow}>{words.t('showCode')}</Button>}
    </li>
  )
}
