import type { Locale } from './local-text.ts'

export interface MoneyParts {
  readonly symbol: string
  readonly figure: string
}

export interface MoneyWords {
  /** ¥20.00, with all its digits: for sums that are added up. */
  money(amountMinor: number, currency: string): string
  /** Symbol and figure apart, so that the figure can be set large; whole amounts without decimals unless `exact`. */
  moneyParts(amountMinor: number, currency: string, exact?: boolean): MoneyParts
  /** Decimal places of a currency. */
  fractionDigits(currency: string): number
  /** 20元 in Chinese, ¥20 in English: for sentences. */
  amount(amountMinor: number, currency: string): string
}

/** Money as people read it. Amounts are integer minor units; the currency says how many digits those are. */
export function moneyWords(locale: Locale): MoneyWords {
  const formats = new Map<string, Intl.NumberFormat>()
  const formatOf = (currency: string) => {
    const known = formats.get(currency)
    if (known) return known
    const made = currencyFormat(locale, currency)
    formats.set(currency, made)
    return made
  }
  const moneyParts: MoneyWords['moneyParts'] = (amountMinor, currency, exact = false) => {
    const format = formatOf(currency)
    const digits = digitsOf(format)
    const parts = format.formatToParts(amountMinor / 10 ** digits)
    const isWhole = !exact && amountMinor % 10 ** digits === 0
    const inFigure = isWhole
      ? ['integer', 'group', 'minusSign']
      : ['integer', 'group', 'minusSign', 'decimal', 'fraction']
    return {
      symbol: parts.find(({ type }) => type === 'currency')?.value ?? currency,
      figure: parts
        .filter(({ type }) => inFigure.includes(type))
        .map(({ value }) => value)
        .join(''),
    }
  }
  return {
    moneyParts,
    fractionDigits: (currency) => digitsOf(formatOf(currency)),
    money: (amountMinor, currency) => formatOf(currency).format(amountMinor / 10 ** digitsOf(formatOf(currency))),
    amount(amountMinor, currency) {
      const { symbol, figure } = moneyParts(amountMinor, currency)
      return locale !== 'en' && currency === 'CNY' ? `${figure}元` : `${symbol}${figure}`
    },
  }
}

function digitsOf(format: Intl.NumberFormat): number {
  return format.resolvedOptions().maximumFractionDigits ?? 2
}

function currencyFormat(locale: Locale, currency: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  } catch {
    // Browsers of 2019 do not know narrow symbols.
    return new Intl.NumberFormat(locale, { style: 'currency', currency })
  }
}
