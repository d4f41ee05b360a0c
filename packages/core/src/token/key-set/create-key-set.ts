import { TallyError } from '../../kernel/error.ts'
import type { KeySet } from './key-set.ts'
import { findKey, readJwks } from './read-jwks.ts'

/**
 * Pins the public keys that tokens and card marks are verified with. Nothing is ever fetched.
 *
 * Not checked: that the keys are the issuer's; take them over a channel you trust, and again after a rotation.
 *
 * @param jwks a JWK set (RFC 7517) as `/v1/{tenant}/keys` answers it. Keys other than ES256 with `use` `sig` or
 *   `tally-mark` are passed over.
 * @throws TallyError `key_set_malformed`, `key_set_private`, `key_set_empty` (no key in it can be used).
 * @example const keys = createKeySet(JSON.parse(await readFile('issuer-keys.json', 'utf8')))
 */
export function createKeySet(jwks: { readonly keys: readonly unknown[] }): KeySet {
  const index = readJwks(jwks)
  if (index.size === 0) throw new TallyError('key_set_empty', 'No key of the set can be used here.')
  return { find: async (use, id) => (await findKey(index, use, id)) ?? 'unknown' }
}
