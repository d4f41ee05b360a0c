import { sha256 } from '@noble/hashes/sha2.js'
import { decodeCrockford, encodeCrockford } from '../crockford.ts'
import { utf8 } from '../platform.ts'

export const SECRET_KEY_PREFIX = 'sk_'
const BODY_CHARACTERS = 52
const CHECK_CHARACTERS = 4

/** 20 bits of a hash: tells a mangled key, and lets a scanner of leaked text tell a key from any other 56 characters. */
export function checkCharacters(body: string): string {
  return encodeCrockford(sha256(utf8(`tally-secret-key/v1\0${body}`)).subarray(0, 3)).slice(0, CHECK_CHARACTERS)
}

/**
 * Whether this is spelled like a secret key: prefix, length, alphabet, check characters.
 *
 * Not checked: whether anyone was given it.
 */
export function isSecretKey(text: string): boolean {
  if (typeof text !== 'string' || !text.startsWith(SECRET_KEY_PREFIX)) return false
  const checkFrom = SECRET_KEY_PREFIX.length + BODY_CHARACTERS
  if (text.length !== checkFrom + CHECK_CHARACTERS) return false
  const body = text.slice(0, checkFrom)
  const bytes = decodeCrockford(body.slice(SECRET_KEY_PREFIX.length))
  return bytes?.length === 32 && text.slice(checkFrom) === checkCharacters(body)
}
