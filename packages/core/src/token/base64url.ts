const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Int8Array(128).fill(-1)
for (let value = 0; value < 64; value++) VALUES[ALPHABET.charCodeAt(value)] = value

/** What twelve bits are spelt as. */
const PAIRS = Array.from({ length: 4096 }, (_, bits) => `${ALPHABET[bits >> 6]}${ALPHABET[bits & 63]}`)

/** Base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
  const left = bytes.length % 3
  const whole = bytes.length - left
  let text = ''
  // Three bytes are four characters.
  for (let index = 0; index < whole; index += 3) {
    const held = (byteAt(bytes, index) << 16) | (byteAt(bytes, index + 1) << 8) | byteAt(bytes, index + 2)
    text += `${PAIRS[held >> 12]}${PAIRS[held & 0xfff]}`
  }
  if (left === 0) return text
  const held = (byteAt(bytes, whole) << 16) | (left === 1 ? 0 : byteAt(bytes, whole + 1) << 8)
  return `${text}${PAIRS[held >> 12]}${left === 1 ? '' : ALPHABET[(held >> 6) & 63]}`
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}

/**
 * Decodes the one canonical spelling and nothing else: no padding, no white space, no other alphabet, and the unused
 * bits of the last character are zero. So `encodeBase64url(decodeBase64url(text)) === text` whenever it answers bytes
 * (threat T2: lenient decoders give one token up to sixteen spellings).
 *
 * @returns undefined for every other spelling; `''` is zero bytes.
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  const left = text.length % 4
  if (left === 1) return undefined
  const whole = text.length - left
  const bytes = new Uint8Array((whole / 4) * 3 + (left === 0 ? 0 : left - 1))
  let at = 0
  // Four characters are three bytes. A character of no value is negative, and so is whatever it is joined to.
  for (let index = 0; index < whole; index += 4) {
    const held =
      (at6(text, index) << 18) | (at6(text, index + 1) << 12) | (at6(text, index + 2) << 6) | at6(text, index + 3)
    if (held < 0) return undefined
    bytes[at] = held >> 16
    bytes[at + 1] = held >> 8
    bytes[at + 2] = held
    at += 3
  }
  if (left === 0) return bytes
  const held = (at6(text, whole) << 12) | (at6(text, whole + 1) << 6) | (left === 3 ? at6(text, whole + 2) : 0)
  if (held < 0 || (held & (left === 3 ? 0x3 : 0x3ff)) !== 0) return undefined
  bytes[at] = held >> 10
  if (left === 3) bytes[at + 1] = held >> 2
  return bytes
}

/** The six bits that a character stands for, or -1. */
function at6(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] ?? -1
}
