import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { charactersOf, symbolsMeant } from '../crockford.ts'
import { checkSymbolOf } from '../gf32.ts'

/** A challenge by its till's row and its nonce. */
export interface TillCode {
  /** 48-bit number of the row of the till that shows it. */
  readonly till: number
  /** 128 random bits: the challenge's own nonce. */
  readonly nonce: string
}

/** Five bits each: 48 bits of the till's row after two zero ones, the nonce's 26 characters, a check symbol. */
const TILL_CHARACTERS = 10
const NONCE_CHARACTERS = 26
const CHECK_AT = TILL_CHARACTERS + NONCE_CHARACTERS
/** A QR code of version 2 (25 × 25 modules) at level M holds 38: a signed challenge fills one of 81 × 81. */
export const TILL_CODE_CHARACTERS = CHECK_AT + 1

/** What a till shows in place of the signed challenge: 37 characters of Crockford's base32. */
export function writeTillCode({ till, nonce }: TillCode): string {
  const symbols = new Uint8Array(TILL_CODE_CHARACTERS)
  let rest = till
  for (let at = TILL_CHARACTERS - 1; at >= 0; at--) {
    symbols[at] = rest % 32
    rest = Math.floor(rest / 32)
  }
  symbols.set(symbolsMeant(nonce, NONCE_CHARACTERS) ?? [], TILL_CHARACTERS)
  symbols[CHECK_AT] = checkSymbolOf(symbols, CHECK_AT)
  return charactersOf(symbols)
}

/**
 * Reads a till's code as a person or a camera gives it: case, spaces, hyphens and full-width forms do not matter.
 *
 * Not checked: that such a till or challenge exists.
 */
export function readTillCode(text: string): Outcome<TillCode, 'challenge_mistyped'> {
  const symbols = symbolsMeant(text, TILL_CODE_CHARACTERS)
  if (!symbols || checkSymbolOf(symbols, CHECK_AT) !== symbols[CHECK_AT]) return refused('challenge_mistyped')
  let till = 0
  for (const symbol of symbols.subarray(0, TILL_CHARACTERS)) till = till * 32 + symbol
  // No such row: the two bits before its number are set.
  if (till >= 2 ** 48) return refused('challenge_mistyped')
  return accepted({ till, nonce: charactersOf(symbols.subarray(TILL_CHARACTERS, CHECK_AT)) })
}
