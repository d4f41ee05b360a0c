import { charactersOf, symbolsMeant } from '../crockford.ts'
import { checkSymbolOf } from '../gf32.ts'

/** 150 bits. A QR code of version 2 (25×25 modules) at level M holds 38 upper-case letters and digits. */
export const CODE_CHARACTERS = 30
const BLOCK_FROM = 3
const CHECK_AT = 29

/** The five fields of a code as they are written. */
export interface CodeParts {
  /** 2 bits. */
  readonly form: number
  /** The epoch's number modulo 8. */
  readonly epochBits: number
  /** The step modulo 1024. */
  readonly stepBits: number
  /** 16 enciphered bytes. */
  readonly block: Uint8Array
}

/** form 2 · epoch 3 · step 10 · block 128 and two zero bits · check symbol 5, as 30 characters of Crockford base32. */
export function writeCode(parts: CodeParts): string {
  const symbols = new Uint8Array(CODE_CHARACTERS)
  symbols[0] = (parts.form << 3) | parts.epochBits
  symbols[1] = parts.stepBits >> 5
  symbols[2] = parts.stepBits & 31
  let held = 0
  let bits = 0
  let at = BLOCK_FROM
  for (const byte of parts.block) {
    held = ((held << 8) | byte) & 0xffff
    for (bits += 8; bits >= 5; bits -= 5) symbols[at++] = (held >> (bits - 5)) & 31
  }
  symbols[at] = (held << (5 - bits)) & 31
  symbols[CHECK_AT] = checkSymbolOf(symbols, CHECK_AT)
  return charactersOf(symbols)
}

/** Why a text is no code that anyone could have made, or its parts. `padding`: the two bits after the block are set. */
export type CodeReading = CodeParts | 'characters' | 'check' | 'padding'

export function splitCode(text: string): CodeReading {
  const symbols = symbolsMeant(text, CODE_CHARACTERS)
  if (symbols === undefined) return 'characters'
  if (checkSymbolOf(symbols, CHECK_AT) !== symbols[CHECK_AT]) return 'check'
  const block = new Uint8Array(16)
  let held = 0
  let bits = 0
  let at = 0
  for (let index = BLOCK_FROM; index < CHECK_AT; index++) {
    held = ((held << 5) | (symbols[index] as number)) & 0xffff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      block[at++] = (held >> bits) & 0xff
    }
  }
  if ((held & ((1 << bits) - 1)) !== 0) return 'padding'
  const first = symbols[0] as number
  return {
    form: first >> 3,
    epochBits: first & 7,
    stepBits: ((symbols[1] as number) << 5) | (symbols[2] as number),
    block,
  }
}
