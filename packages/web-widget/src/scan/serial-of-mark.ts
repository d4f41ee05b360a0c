import { plainCode } from './read-scan.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** A version byte and six bytes that name the key stand before the serial number, 64 bytes of signature behind it. */
const SERIAL_FROM = 7
const SIGNATURE_BYTES = 64

/**
 * The serial number inside a card's mark, or in the address that carries it. It is read, not verified: the service
 * decides what happens to a card, and a mark is proved only by its signature.
 */
export function serialOfMark(mark: string): string | undefined {
  const symbols = plainCode(/\/c\/([0-9a-z]+)$/i.exec(mark)?.[1] ?? mark)
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const symbol of symbols) {
    const value = ALPHABET.indexOf(symbol)
    if (value < 0) return undefined
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 0xff)
  }
  const serial = String.fromCharCode(...bytes.slice(SERIAL_FROM, -SIGNATURE_BYTES))
  return /^[0-9A-Z-]{1,32}$/.test(serial) ? serial : undefined
}
