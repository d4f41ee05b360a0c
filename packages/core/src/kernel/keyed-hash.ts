import type { KeyRing } from './key-ring.ts'

/**
 * The keyed hash of a text for one purpose, in hex: HMAC by the suite of its key.
 *
 * @param label names the purpose; two purposes have independent keys.
 */
export function keyedHex(keys: KeyRing, label: string, tenant: string, text: string): string {
  return keys.suite(tenant).macHex(keys.derive(label, tenant), text)
}

/** The same as 32 bytes; with an epoch it changes when the keys are rotated. */
export function keyedHash(keys: KeyRing, label: string, tenant: string, text: string, epoch?: number): Uint8Array {
  return keys.suite(tenant, epoch).mac(keys.derive(label, tenant, epoch), new TextEncoder().encode(text))
}

/** The keyed hash of what identifies a person, for the identity directory: 32 bytes. */
export function pepperedHash(keys: KeyRing, tenant: string, text: string): Uint8Array {
  return keys.suite(tenant).mac(keys.pepper(tenant), new TextEncoder().encode(text))
}

/** The same in hex, for owner numbers. */
export function pepperedHex(keys: KeyRing, tenant: string, text: string): string {
  return keys.suite(tenant).macHex(keys.pepper(tenant), text)
}
