import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import { fromBase32, toBase32 } from '../../values/crockford.ts'
import { serialDigits } from './card-entity.ts'

const CHARACTERS = 8
const SECRET_BITS = 40
/** 128 bits. */
const HASH_CHARACTERS = 32

/**
 * The code under the scratch layer: 40 bits of HMAC over the serial, `7QK2-M9XD`. It can be computed again for a reprint,
 * so no list of secrets is ever kept.
 */
export function cardSecret(keys: KeyRing, tenant: string, serialNumber: number): string {
  const digest = keyedHex(keys, 'card-secret', tenant, serialDigits(serialNumber))
  const text = toBase32(BigInt(`0x${digest.slice(0, SECRET_BITS / 4)}`), CHARACTERS)
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

/**
 * What the store keeps of a secret. A plain hash of 40 bits falls to a day's guessing by whoever steals the database; the
 * key of this one lies outside the store, so a stolen database alone tells nothing.
 */
export function secretHash(keys: KeyRing, tenant: string, serialNumber: number, secret: string): string {
  const value = fromBase32(secret)
  const canonical = value === undefined || value >> 40n !== 0n ? '' : toBase32(value, CHARACTERS)
  const text = `${serialDigits(serialNumber)}/${canonical}`
  return keyedHex(keys, 'card-secret-hash', tenant, text).slice(0, HASH_CHARACTERS)
}
