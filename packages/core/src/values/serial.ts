import { TallyError } from '../kernel/error.ts'
import { accepted, type Outcome, refused } from '../kernel/outcome.ts'
import { dammDigit } from './damm.ts'
import { toPlainText } from './plain-text.ts'

/** Cards belong to their block of serials for ever. */
export const BLOCK_SIZE = 100

/** Eleven digits hold a hundred thousand million serials. */
export const MAX_SERIAL_NUMBER = 99_999_999_999

const SERIAL_DIGITS = 11
const MAX_SERIAL_TEXT = 64

export interface CardSerial {
  /** `block × BLOCK_SIZE + index` */
  readonly serialNumber: number
  readonly block: number
  /** 0 to 99 within the block. */
  readonly index: number
}

/**
 * The serial as printed on a card: eleven digits and a check digit in groups of four, `0000 0012 3457`.
 * The check digit finds every single wrong digit and every swap of neighbours.
 *
 * Not secret: whoever knows one serial can write the next. A card is proved by its mark and its code, never by this.
 * @throws TallyError `serial_out_of_range`
 * @see H. M. Damm, Total anti-symmetrische Quasigruppen (2004)
 */
export function serialText(block: number, index: number): string {
  const fits = Number.isInteger(block) && Number.isInteger(index) && block >= 0 && index >= 0 && index < BLOCK_SIZE
  const serialNumber = block * BLOCK_SIZE + index
  if (!fits || serialNumber > MAX_SERIAL_NUMBER) {
    throw new TallyError('serial_out_of_range', 'A serial is a block of up to nine digits and an index below 100')
  }
  const digits = serialNumber.toString().padStart(SERIAL_DIGITS, '0')
  return `${digits}${dammDigit(digits)}`.replace(/(\d{4})(?=\d)/g, '$1 ')
}

/**
 * Reads a serial as people type and scanners give it: spaces, hyphens and full-width digits are all right.
 *
 * Not checked: that a card of this serial was ever produced.
 *
 * Refusals: `serial_mistyped`, with `detail.problem` `length`, `characters` or `check_digit`.
 */
export function parseSerial(text: string): Outcome<CardSerial, 'serial_mistyped'> {
  if (text.length > MAX_SERIAL_TEXT) return refused('serial_mistyped', { problem: 'length' })
  const digits = toPlainText(text).replace(/[-‐‑‒–—―]/g, '')
  if (!/^\d*$/.test(digits)) return refused('serial_mistyped', { problem: 'characters' })
  if (digits.length !== SERIAL_DIGITS + 1) return refused('serial_mistyped', { problem: 'length' })
  if (dammDigit(digits) !== 0) return refused('serial_mistyped', { problem: 'check_digit' })
  const serialNumber = Number(digits.slice(0, SERIAL_DIGITS))
  return accepted({
    serialNumber,
    block: Math.floor(serialNumber / BLOCK_SIZE),
    index: serialNumber % BLOCK_SIZE,
  })
}
