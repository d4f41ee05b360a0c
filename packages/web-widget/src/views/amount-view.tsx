import { type AmountKey, amountMinorOf } from '../scan/order-amount.ts'
import type { Sale } from '../state/scanner-state.ts'
import { EraseIcon } from './icons.tsx'
import type { ScannerProps } from './scanner-props.ts'
import { TopBar } from './top-bar.tsx'

const KEYS: readonly AmountKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', 'erase']

const doing = { redeem: 'redeem', spend: 'spend', ask: 'askDo' } as const

interface AmountViewProps extends ScannerProps {
  readonly sale: Sale
}

/** The order's amount on keys a thumb cannot miss. */
export function AmountView({ state, scanner, words, sale }: AmountViewProps) {
  const { isBusy, currency } = state
  const isSpend = sale.use === 'spend'
  const { symbol } = words.moneyParts(0, currency)
  const fractionDigits = words.fractionDigits(currency)
  const isReady = amountMinorOf(sale.typed, fractionDigits) !== undefined
  return (
    <div class="narrow tall">
      <TopBar
        title={words.t(isSpend ? 'spendTitle' : 'amountTitle')}
        back={{ label: words.t('cancel'), onPress: () => scanner.next() }}
      />
      <p class="small">{words.t(isSpend ? 'spendHint' : 'amountHint')}</p>
      <output class="amount" aria-live="polite">
        <span class="figure-symbol">{symbol}</span>
        {sale.typed || <span class="amount-empty">0</span>}
      </output>
      <div class="keys">
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            class="key"
            aria-label={key === 'erase' ? words.t('erase') : undefined}
            disabled={key === '.' && fractionDigits === 0}
            onClick={() => scanner.type(key)}
          >
            {key === 'erase' ? <EraseIcon /> : key}
          </button>
        ))}
      </div>
      <div class="actions">
        <button
          type="button"
          class="button primary big"
          part="button-primary"
          aria-busy={isBusy}
          disabled={!isReady || isBusy}
          onClick={() => scanner.confirm()}
        >
          {words.t(isBusy ? 'working' : doing[sale.use])}
        </button>
        <p class="fine">{words.t('orderNumber', { number: sale.orderNumber })}</p>
      </div>
    </div>
  )
}
