import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHash } from '../../kernel/keyed-hash.ts'
import { DIGITS_SPACE, writeDigits } from './digits-text.ts'

/** Asking again within this time gives the same digits: a second tap fills no list and kills no number just dictated. */
const WINDOW_MS = 30_000

export interface DigitsSubject {
  readonly owner: number
  readonly ordinal: number
  readonly version: number
  readonly merchantId?: string | undefined
  readonly terminalId?: string | undefined
}

/**
 * The digits of a voucher in one half minute: a keyed hash, so that neither the holder nor a shop can tell the next ones.
 *
 * @param attempt 0, and on when the digits of another voucher are the same.
 */
export function deriveDigits(
  keys: KeyRing,
  tenant: string,
  subject: DigitsSubject,
  now: number,
  attempt: number,
): string {
  const { owner, ordinal, version, merchantId = '', terminalId = '' } = subject
  const window = Math.floor(now / WINDOW_MS)
  const text = [owner, ordinal, version, window, attempt, merchantId, terminalId].join('/')
  const digest = keyedHash(keys, 'digits', tenant, text, keys.epochAt(now))
  const value = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0)
  return writeDigits(Number(value % BigInt(DIGITS_SPACE)))
}
