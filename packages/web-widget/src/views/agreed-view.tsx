import type { Agreed } from '../state/counter-api.ts'
import { Button } from './button.tsx'
import { Figure } from './figure.tsx'
import type { ScannerProps } from './scanner-props.ts'
import { TopBar } from './top-bar.tsx'

interface AgreedViewProps extends ScannerProps {
  readonly agreed: Agreed
  readonly secondsLeft: number
}

/** The customer agreed. What to collect, and two ways on: it was paid, or it was not. */
export function AgreedView({ state, scanner, words, agreed, secondsLeft }: AgreedViewProps) {
  const { currency, isBusy } = state
  return (
    <div class="narrow tall">
      <TopBar title={words.t('agreedDue')} />
      <div class="asked-sum">
        <p class="label">{words.t('due')}</p>
        <Figure words={words} amountMinor={agreed.customerPaysMinor} currency={currency} exact />
        <p class="small">{words.t('voucherPays', { amount: words.money(agreed.subsidyMinor, currency) })}</p>
        <p class="tabular">{words.t(secondsLeft > 0 ? 'agreedLeft' : 'agreedOver', { seconds: secondsLeft })}</p>
      </div>
      <div class="actions bottom">
        <Button isBusy={isBusy} onPress={() => scanner.finish(true)}>
          {words.t(isBusy ? 'working' : 'agreedDone')}
        </Button>
        <Button kind="secondary" isBusy={isBusy} onPress={() => scanner.finish(false)}>
          {words.t('agreedCancel')}
        </Button>
      </div>
    </div>
  )
}
