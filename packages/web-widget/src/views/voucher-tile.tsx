import type { Offer, Voucher } from '../state/wallet-api.ts'
import { Button } from './button.tsx'
import { Figure } from './figure.tsx'
import { termsText } from './terms-text.ts'
import type { WalletWords } from './wallet-props.ts'

interface FaceProps {
  readonly words: WalletWords
  readonly of: Voucher | Offer
  readonly note?: string
}

/** What it is worth, large; what it is called and when it counts, beside it. */
export function VoucherFace({ words, of: { terms, currency, title }, note }: FaceProps) {
  return (
    <div class="face">
      <div class="worth">
        <Worth words={words} terms={terms} currency={currency} />
      </div>
      <div class="stack-tight">
        <p class="name">{words.local(title)}</p>
        <p class="small">{termsText(words, terms, currency)}</p>
        {note && <p class="small">{note}</p>}
      </div>
    </div>
  )
}

/** Of an exchange what the holder pays: nothing, or the agreed part. */
function Worth({ words, terms, currency }: Pick<FaceProps, 'words'> & Pick<Voucher, 'terms' | 'currency'>) {
  const amountMinor = terms.exchange?.customerPaysMinor ?? terms.offMinor ?? terms.fixedMinor
  if (amountMinor !== undefined) return <Figure words={words} amountMinor={amountMinor} currency={currency} />
  return (
    <span class="figure">
      {terms.percent}
      <span class="figure-symbol">%</span>
    </span>
  )
}

interface VoucherTileProps {
  readonly words: WalletWords
  readonly voucher: Voucher
  readonly onShow?: () => void
  readonly stamp?: string
}

export function VoucherTile({ words, voucher, onShow, stamp }: VoucherTileProps) {
  const { usableHours } = voucher
  const until = words.t('before', { time: words.lastMinute(voucher.expiresAt) })
  return (
    <li class={stamp ? 'tile faded' : 'tile'} part="card">
      <VoucherFace words={words} of={voucher} note={until} />
      {usableHours && !stamp && <p class="small">{words.t('hours', usableHours)}</p>}
      {stamp && <span class="stamp">{stamp}</span>}
      {onShow && <Button onPress={onShow}>{words.t('showCode')}</Button>}
    </li>
  )
}
