import { TallyError } from '../kernel/error.ts'

/** The greatest single amount: ten billion yuan in fen. Far below 2^53, so a sum over thousands of them stays exact. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000

declare const amountMinorBrand: unique symbol

/** An amount in minor units (fen): an integer from 0 to `MAX_AMOUNT_MINOR`. */
export type AmountMinor = number & { readonly [amountMinorBrand]: 'AmountMinor' }

export function isAmountMinor(value: unknown): value is AmountMinor {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_AMOUNT_MINOR
}

/**
 * Adds amounts or postings exactly; negative addends are allowed, as postings have a sign.
 *
 * Not checked: whether a sum is a sensible amount; totals may exceed `MAX_AMOUNT_MINOR`.
 * @throws TallyError `amount_invalid` when an addend or the sum leaves the exact integers.
 */
export function sumMinor(amountsMinor: Iterable<number>): number {
  let sum = 0
  for (const amountMinor of amountsMinor) {
    sum += exact(amountMinor)
    exact(sum)
  }
  return sum
}

export interface MoneyFormat {
  /** ISO 4217, e.g. `CNY`. */
  readonly currency: string
  /** BCP 47, e.g. `zh-CN`. */
  readonly locale: string
}

/**
 * Writes an amount for people: `formatMoney(123456, { currency: 'CNY', locale: 'zh-CN' })` → `¥1,234.56`.
 * The digits go to Intl as text, so no amount passes through a floating-point division.
 *
 * @throws TallyError `amount_invalid` when the amount is not an exact integer.
 */
export function formatMoney(amountMinor: number, format: MoneyFormat): string {
  const formatter = formatterFor(format)
  const decimals = formatter.resolvedOptions().maximumFractionDigits ?? 2
  return formatter.format(decimalText(exact(amountMinor), decimals))
}

function decimalText(amountMinor: number, decimals: number): Intl.StringNumericLiteral {
  const digits = Math.abs(amountMinor)
    .toString()
    .padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`
  return `${amountMinor < 0 ? '-' : ''}${whole}${fraction}` as Intl.StringNumericLiteral
}

const MAX_FORMATTERS = 64
const formatters = new Map<string, Intl.NumberFormat>()

function formatterFor({ currency, locale }: MoneyFormat): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  const known = formatters.get(key)
  if (known) return known
  const formatter = new Intl.NumberFormat(locale, { style: 'currency', currency })
  if (formatters.size >= MAX_FORMATTERS) formatters.clear()
  formatters.set(key, formatter)
  return formatter
}

function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value
  throw new TallyError('amount_invalid', 'An amount is an integer number of minor units')
}
