import type { MoneyWords } from '../i18n/money-words.ts'

export interface FigureProps {
  readonly words: MoneyWords
  readonly amountMinor: number
  readonly currency: string
  /** With all decimals, for balances and sums to collect. */
  readonly exact?: boolean
}

/** An amount set large, its symbol small beside it. */
export function Figure({ words, amountMinor, currency, exact }: FigureProps) {
  const { symbol, figure } = words.moneyParts(amountMinor, currency, exact)
  return (
    <span class="figure">
      <span class="figure-symbol">{symbol}</span>
      {figure}
    </span>
  )
}
