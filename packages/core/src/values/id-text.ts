/** 128 bits in 26 characters of five; the first holds only three. */
export const ID_CHARACTERS = 26

/** Crockford's alphabet in lower case, as ids are written. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const VALUES = new Int8Array(128).fill(-1)
for (let value = 0; value < 32; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value

/** The text of a block of 16 bytes, read as one number: zeros stand before it, not behind. */
export function idFromBlock(block: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = ID_CHARACTERS * 5 - 128
  for (const byte of block) {
    held = ((held << 8) | byte) & 0xffff
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31]
  }
  return text
}

/** The 16 bytes of the one spelling that `idFromBlock` gives; undefined for any other text. */
export function blockFromId(text: string): Uint8Array | undefined {
  if (text.length !== ID_CHARACTERS || (VALUES[text.charCodeAt(0)] ?? -1) > 7) return undefined
  const block = new Uint8Array(16)
  let held = 0
  let bits = 128 - ID_CHARACTERS * 5
  let at = 0
  for (let index = 0; index < ID_CHARACTERS; index += 1) {
    const value = VALUES[text.charCodeAt(index)] ?? -1
    if (value < 0) return undefined
    held = ((held << 5) | value) & 0xffff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    block[at] = (held >> bits) & 0xff
    at += 1
  }
  return block
}
