import type { HistoryEntry } from '../state/wallet-api.ts'
import type { Right } from '../state/wallet-state.ts'
import { Figure } from './figure.tsx'
import { CheckIcon } from './icons.tsx'
import type { WalletProps } from './wallet-props.ts'

interface ReceiptViewProps extends WalletProps {
  readonly right: Right
  readonly entry?: HistoryEntry | undefined
  readonly spentMinor?: number | undefined
}

/** What the code became once it was used: amount, shop, time. */
export function ReceiptView({ wallet, words, right, entry, spentMinor }: ReceiptViewProps) {
  const { currency } = right.kind === 'voucher' ? right.voucher : right.card
  const amountMinor =
    spentMinor ?? entry?.amountMinor ?? (right.kind === 'voucher' ? right.voucher.terms.offMinor : undefined)
  const at = right.kind === 'voucher' ? (right.voucher.redeemedAt ?? entry?.at) : entry?.at
  const shop = words.local(entry?.shop)
  return (
    <div class="narrow tall">
      <div class="outcome">
        <span class="badge badge-good">
          <CheckIcon large />
        </span>
        <h1 class="title" tabIndex={-1} data-focus="">
          {words.t('receiptTitle')}
        </h1>
        {amountMinor !== undefined && (
          <p class="outcome-sum">
            <span class="small">{words.t(right.kind === 'voucher' ? 'receiptSaved' : 'receiptSpent')}</span>
            <Figure words={words} amountMinor={Math.abs(amountMinor)} currency={currency} exact />
          </p>
        )}
      </div>
      <dl class="tile facts">
        <dt>{words.t(right.kind === 'voucher' ? 'receiptBenefit' : 'receiptCard')}</dt>
        <dd>{words.local(right.kind === 'voucher' ? right.voucher.title : right.card.title)}</dd>
        {shop && <dt>{words.t('receiptShop')}</dt>}
        {shop && <dd>{shop}</dd>}
        {at && <dt>{words.t('receiptTime')}</dt>}
        {at && <dd>{words.instant(at)}</dd>}
        {right.kind === 'card' && <dt>{words.t('receiptBalance')}</dt>}
        {right.kind === 'card' && <dd class="strong">{words.money(right.card.balanceMinor, currency)}</dd>}
      </dl>
      <div class="actions bottom">
        <button type="button" class="button primary" part="button-primary" onClick={() => wallet.go('home')}>
          {words.t('done')}
        </button>
      </div>
    </div>
  )
}
