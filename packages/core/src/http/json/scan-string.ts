import { BACKSLASH, LETTER_U, QUOTE } from './character-codes.ts'
import type { ScannedText } from './json-fault.ts'

const SIMPLE_ESCAPES = new Set(Array.from('"\\/bfnrt', (character) => character.charCodeAt(0)))
const FOUR_HEX = /^[0-9a-fA-F]{4}$/

export interface ScannedString {
  /** After the closing quote, or where the fault is. */
  readonly end: number
  /** True when the text between the quotes is not what the string says. */
  readonly escaped: boolean
  readonly fault?: 'json_malformed' | 'json_text_refused' | undefined
}

/**
 * One string from its opening quote. Refused: control characters (RFC 8259 §7), lone surrogates (RFC 7493 §2.1) and
 * U+0000, which no SQL text column can hold.
 */
export function scanString(text: ScannedText, start: number): ScannedString {
  let at = start + 1
  let escaped = false
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return { end: at + 1, escaped }
    if (code === BACKSLASH) {
      escaped = true
      const next = afterEscape(text, at)
      if (typeof next === 'string') return { end: at, escaped, fault: next }
      at = next
    } else if (code >= 0x20) at++
    // Control characters, and NaN at the end of the text.
    else return { end: at, escaped, fault: 'json_malformed' }
  }
}

function afterEscape(text: ScannedText, at: number): number | 'json_malformed' | 'json_text_refused' {
  const kind = text.charCodeAt(at + 1)
  if (kind !== LETTER_U) return SIMPLE_ESCAPES.has(kind) ? at + 2 : 'json_malformed'
  const unit = unitAt(text, at)
  if (unit === undefined) return 'json_malformed'
  if (unit === 0 || isLow(unit)) return 'json_text_refused'
  if (!isHigh(unit)) return at + 6
  const second = text.charCodeAt(at + 6) === BACKSLASH ? unitAt(text, at + 6) : undefined
  return second !== undefined && isLow(second) ? at + 12 : 'json_text_refused'
}

/** The UTF-16 unit that the `\uXXXX` at this place stands for. */
function unitAt(text: ScannedText, at: number): number | undefined {
  const digits = text.slice(at + 2, at + 6)
  return text.charCodeAt(at + 1) === LETTER_U && FOUR_HEX.test(digits) ? Number.parseInt(digits, 16) : undefined
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
