import type { Receipt } from '../state/counter-api.ts'
import { Figure } from './figure.tsx'
import { ResultScreen } from './result-screen.tsx'
import type { ScannerProps } from './scanner-props.ts'

/** Green: what to collect, large; how it came about, small. */
export function RedeemedView({ scanner, words, receipt }: ScannerProps & { readonly receipt: Receipt }) {
  const { currency, orderAmountMinor, subsidyMinor, customerPaysMinor, orderNumber } = receipt
  const original = words.t('originalPrice', { amount: words.money(orderAmountMinor, currency) })
  const paid = words.t('voucherPays', { amount: words.money(subsidyMinor, currency) })
  return (
    <ResultScreen
      isGood
      title={words.t('redeemed')}
      fine={words.t('orderNumber', { number: orderNumber })}
      actions={<NextButton scanner={scanner} label={words.t('nextCustomer')} />}
    >
      <p class="result-label">{words.t('due')}</p>
      <p class="result-sum">
        <Figure words={words} amountMinor={customerPaysMinor} currency={currency} exact />
      </p>
      <p class="result-text">
        {original} · {paid}
      </p>
      <p class="result-text">{words.local(receipt.title)}</p>
    </ResultScreen>
  )
}

interface NextButtonProps {
  readonly scanner: ScannerProps['scanner']
  readonly label: string
}

/** The next scan is one tap, or simply the next scan. */
export function NextButton({ scanner, label }: NextButtonProps) {
  return (
    <button
      type="button"
      class="button on-result big"
      part="button-primary"
      data-focus=""
      onClick={() => scanner.next()}
    >
      {label}
    </button>
  )
}
