import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from '../platform.ts'

/**
 * What is stored of a secret key, and what it is found by: SHA-256 in hex.
 *
 * A plain hash is enough: slow or salted hashes protect what people choose, and nobody can guess 256 random bits. It also
 * makes the look-up a comparison of hashes, so its timing tells nothing about the key.
 *
 * Not checked: the spelling (`isSecretKey`).
 *
 * @returns 64 characters.
 */
export function hashSecretKey(text: string): string {
  let hex = ''
  for (const byte of sha256(utf8(text))) hex += byte.toString(16).padStart(2, '0')
  return hex
}
