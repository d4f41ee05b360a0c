import { dammDigit } from '../../values/damm.ts'
import { toPlainText } from '../../values/plain-text.ts'

const LENGTH = 12
/** Eleven digits and a check digit: a guess hits one given number once in this many tries. */
export const DIGITS_SPACE = 10 ** (LENGTH - 1)

/** `1234 5678 9012`: as shown, dictated and typed. */
export function writeDigits(value: number): string {
  const digits = String(value).padStart(LENGTH - 1, '0')
  return `${digits}${dammDigit(digits)}`.replace(/(\d{4})(?=\d)/g, '$1 ')
}

/** `not_digits`: perhaps a rotating code. */
export type DigitsReading = { readonly digits: string } | 'not_digits' | 'length' | 'check'

/**
 * The twelve digits a person typed: spaces, hyphens and full-width forms do not matter. A slip of the finger is found by
 * the check digit, so that it costs nobody a try.
 */
export function readDigits(text: string): DigitsReading {
  const digits = toPlainText(text).replace(/[-‐‑‒–—―]/g, '')
  if (!/^\d{1,20}$/.test(digits)) return 'not_digits'
  if (digits.length !== LENGTH) return 'length'
  return dammDigit(digits) === 0 ? { digits } : 'check'
}
