import { isDigit, isExponent, MINUS, POINT, ZERO } from './character-codes.ts'
import type { ScannedText } from './json-fault.ts'

/** A double keeps every integer of this many digits, and every decimal fraction that itself has printed. */
const SAFE_INTEGER_DIGITS = 15
const SIGNIFICANT_DIGITS = 17

export interface ScannedNumber {
  /** Where the literal ends; meaningful when there is no fault. */
  readonly end: number
  readonly fault?: 'json_malformed' | 'json_number_refused' | 'json_number_imprecise' | undefined
}

/**
 * One number literal from `start`. Exponents are refused: an amount is written out, so that 1e3 in a till's log and 1000
 * in the ledger cannot be two spellings of one amount. So is what a double would round (2^53 + 1) or overflow.
 */
export function scanNumber(text: ScannedText, start: number): ScannedNumber {
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start
  const wholeEnd = digitsFrom(text, first)
  if (wholeEnd === first) return { end: first, fault: 'json_malformed' }
  if (text.charCodeAt(first) === ZERO && wholeEnd - first > 1) return { end: first + 1, fault: 'json_malformed' }
  let end = wholeEnd
  if (text.charCodeAt(end) === POINT) {
    end = digitsFrom(text, wholeEnd + 1)
    if (end === wholeEnd + 1) return { end, fault: 'json_malformed' }
  }
  if (isExponent(text.charCodeAt(end))) return { end, fault: 'json_number_refused' }
  const fault = isKept(text, first, wholeEnd, end) ? undefined : 'json_number_imprecise'
  return { end, fault }
}

function isKept(text: ScannedText, first: number, wholeEnd: number, end: number): boolean {
  const wholeDigits = wholeEnd - first
  const fractionDigits = end === wholeEnd ? 0 : end - wholeEnd - 1
  if (wholeDigits > SIGNIFICANT_DIGITS) return false
  if (wholeDigits > SAFE_INTEGER_DIGITS && Number(text.slice(first, wholeEnd)) > Number.MAX_SAFE_INTEGER) return false
  // 0.000123 has three significant digits; counting its zeros too would refuse nothing a position needs, but be wrong.
  let leading = 0
  if (wholeDigits === 1 && text.charCodeAt(first) === ZERO) {
    leading = 1
    for (let at = wholeEnd + 1; at < end && text.charCodeAt(at) === ZERO; at++) leading++
  }
  return wholeDigits + fractionDigits - leading <= SIGNIFICANT_DIGITS
}

function digitsFrom(text: ScannedText, start: number): number {
  let at = start
  while (isDigit(text.charCodeAt(at))) at++
  return at
}
