import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { fromBase32, toBase32 } from '../../values/crockford.ts'
import { serialDigits } from './card-entity.ts'

const CHARACTERS = 8
const BYTES = 5

/**
 * The code under the scratch layer: 40 bits of HMAC over the serial, `7QK2-M9XD`. It can be computed again for a reprint,
 * so no list of secrets is ever kept.
 */
export function cardSecret(keys: KeyRing, tenant: string, serialNumber: number): string {
  const text = toBase32(keyed(keys, 'card-secret', tenant, serialDigits(serialNumber)).subarray(0, BYTES), CHARACTERS)
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

/**
 * What the store keeps of a secret. A plain hash of 40 bits falls to a day's guessing by whoever steals the database; the
 * key of this one lies outside the store, so a stolen database alone tells nothing.
 */
export function secretHash(keys: KeyRing, tenant: string, serialNumber: number, secret: string): string {
  const value = fromBase32(secret)
  const canonical = value === undefined || value >> 40n !== 0n ? '' : toBase32(value, CHARACTERS)
  const digest = keyed(keys, 'card-secret-hash', tenant, `${serialDigits(serialNumber)}/${canonical}`)
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function keyed(keys: KeyRing, label: string, tenant: string, text: string): Uint8Array {
  return hmac(sha256, keys.derive(label, tenant), new TextEncoder().encode(text))
}
