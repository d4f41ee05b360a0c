const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Int8Array(128).fill(-1)
for (let value = 0; value < 64; value++) VALUES[ALPHABET.charCodeAt(value)] = value

/** Base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    for (bits += 8; bits >= 6; bits -= 6) text += ALPHABET[(held >> (bits - 6)) & 63]
  }
  return bits === 0 ? text : text + ALPHABET[(held << (6 - bits)) & 63]
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
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let held = 0
  let bits = 0
  let at = 0
  for (let index = 0; index < text.length; index++) {
    const value = VALUES[text.charCodeAt(index)] ?? -1
    if (value < 0) return undefined
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 0xff
    }
  }
  const unusedBits = held & ((1 << bits) - 1)
  return unusedBits === 0 ? bytes : undefined
}
