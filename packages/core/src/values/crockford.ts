import { TallyError } from '../kernel/error.ts'

/** Crockford's alphabet: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Longer texts are refused unread. */
export const MAX_BASE32_TEXT = 128

const VALUES: ReadonlyMap<string, bigint> = new Map([
  ...[...ALPHABET].map((sign, value): [string, bigint] => [sign, BigInt(value)]),
  ['I', 1n],
  ['L', 1n],
  ['O', 0n],
])

/**
 * Writes a number in Crockford's base 32: canonical upper case, padded with zeros to `length` characters.
 *
 * @param value a non-negative integer, or bytes read as one, the first the most significant.
 * @param length characters; five bits each.
 * @throws TallyError `base32_overflow` when the value does not fit or is negative.
 */
export function toBase32(value: bigint | Uint8Array, length: number): string {
  let left = typeof value === 'bigint' ? value : bigIntFromBytes(value)
  if (left < 0n || left >> BigInt(length * 5) !== 0n) {
    throw new TallyError('base32_overflow', 'The value does not fit the base 32 length', { detail: { length } })
  }
  let text = ''
  for (let written = 0; written < length; written += 1) {
    text = ALPHABET.charAt(Number(left & 31n)) + text
    left >>= 5n
  }
  return text
}

/**
 * Reads what people and scanners give: any case, `I` and `L` as 1, `O` as 0, hyphens and spaces ignored.
 * Undefined for an empty or overlong text or any other character.
 *
 * Not checked: that the text is canonical; compare with `toBase32` of the result where only one spelling may pass.
 */
export function fromBase32(text: string): bigint | undefined {
  if (text.length > MAX_BASE32_TEXT) return undefined
  const plain = text.replace(/[\s-]/g, '').toUpperCase()
  if (plain === '') return undefined
  let value = 0n
  for (const sign of plain) {
    const digit = VALUES.get(sign)
    if (digit === undefined) return undefined
    value = (value << 5n) | digit
  }
  return value
}

/** Bytes as one integer, the first byte the most significant. */
function bigIntFromBytes(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}
