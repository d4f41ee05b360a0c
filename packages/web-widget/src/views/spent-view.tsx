import type { Spend } from '../state/counter-api.ts'
import { Figure } from './figure.tsx'
import { NextButton } from './redeemed-view.tsx'
import { ResultScreen } from './result-screen.tsx'
import type { ScannerProps } from './scanner-props.ts'

interface SpentViewProps extends ScannerProps {
  readonly spend: Spend
  readonly orderNumber: string
}

/** Green: what the card paid and what is left on it. */
export function SpentView({ scanner, words, spend, orderNumber }: SpentViewProps) {
  const { amountMinor, balanceMinor, currency } = spend
  return (
    <ResultScreen
      isGood
      title={words.t('spent')}
      fine={words.t('orderNumber', { number: orderNumber })}
      actions={<NextButton scanner={scanner} label={words.t('nextCustomer')} />}
    >
      <p class="result-label">{words.t('cardPays')}</p>
      <p class="result-sum">
        <Figure words={words} amountMinor={amountMinor} currency={currency} exact />
      </p>
      <p class="result-text">{words.t('cardLeft', { amount: words.money(balanceMinor, currency) })}</p>
    </ResultScreen>
  )
}
