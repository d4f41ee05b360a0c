const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const VALUES = new Int8Array(128).fill(-1)
for (let value = 0; value < 32; value++) VALUES[ALPHABET.charCodeAt(value)] = value
/** As above, with what people and keyboards make of the characters: lower case, O for 0, I and L for 1. */
const LENIENT = VALUES.slice()
for (let value = 10; value < 32; value++) LENIENT[ALPHABET.charCodeAt(value) + 32] = value
for (const [character, value] of Object.entries({ O: 0, o: 0, I: 1, i: 1, L: 1, l: 1 })) {
  LENIENT[character.charCodeAt(0)] = value
}

const SPACE = 0x20
const HYPHEN = 0x2d
/** Full-width forms (an input method that is left on while a scanner gun types) stand this far above ASCII. */
const FULL_WIDTH_FIRST = 0xff01
const FULL_WIDTH_LAST = 0xff5e
const FULL_WIDTH_OFFSET = 0xfee0
const IDEOGRAPHIC_SPACE = 0x3000

/** The characters of five-bit symbols, upper case (Crockford's base32: no I, L, O, U). */
export function charactersOf(symbols: Uint8Array): string {
  let text = ''
  for (const symbol of symbols) text += ALPHABET[symbol & 31]
  return text
}

/**
 * The five-bit symbols a person or a scanner gun meant: case, spaces, hyphens, full-width forms and I, L, O are taken
 * as they were meant.
 *
 * @returns undefined when a character is none of these or the count of symbols is not `length`.
 */
export function symbolsMeant(text: string, length: number): Uint8Array | undefined {
  if (text.length > length * 2) return undefined
  const symbols = new Uint8Array(length)
  let count = 0
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index)
    if (code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST) code -= FULL_WIDTH_OFFSET
    if (code === SPACE || code === HYPHEN || code === IDEOGRAPHIC_SPACE) continue
    const value = LENIENT[code] ?? -1
    if (value < 0 || count === length) return undefined
    symbols[count++] = value
  }
  return count === length ? symbols : undefined
}

/** Bytes as Crockford base32, the bits left over in the last character zero. */
export function encodeCrockford(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31]
  }
  return bits === 0 ? text : text + ALPHABET[(held << (5 - bits)) & 31]
}

/** The bytes of the one canonical spelling (upper case, no other characters, left-over bits zero); else undefined. */
export function decodeCrockford(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let held = 0
  let bits = 0
  let at = 0
  for (let index = 0; index < text.length; index++) {
    const value = VALUES[text.charCodeAt(index)] ?? -1
    if (value < 0) return undefined
    held = ((held << 5) | value) & 0xffff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 0xff
    }
  }
  // Five or more bits left over would be a character that carries nothing.
  if (bits >= 5) return undefined
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined
}
