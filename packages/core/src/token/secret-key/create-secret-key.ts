import { encodeCrockford } from '../crockford.ts'
import type { RandomBytes } from '../random-bytes.ts'
import { checkCharacters, SECRET_KEY_PREFIX } from './secret-key-text.ts'

/**
 * Makes a secret key for a host's backend or a partner: `sk_`, 256 random bits in 52 characters, four check characters.
 * Shown once; only `hashSecretKey` of it is kept.
 *
 * @param random `(length) => bytes`, cryptographically secure: 32 bytes are used.
 * @example const secretKey = createSecretKey(random)
 */
export function createSecretKey(random: RandomBytes): string {
  const body = `${SECRET_KEY_PREFIX}${encodeCrockford(random(32))}`
  return body + checkCharacters(body)
}
