import { TallyError } from '../../kernel/error.ts'
import type { VerifyingSuite } from '../../kernel/suite.ts'
import { p256Verifying } from '../suite-p256/verify-p256.ts'
import type { KeySet } from './key-set.ts'
import { findKey, readJwks } from './read-jwks.ts'

/**
 * Pins the public keys that tokens and card marks are verified with. Nothing is ever fetched.
 *
 * Not checked: that the keys are the issuer's; take them over a channel you trust, and again after a rotation.
 *
 * @param jwks a JWK set (RFC 7517) as `/v1/{tenant}/keys` answers it. Keys of other suites, or with another
 *   `use` than `sig` and `tally-mark`, are passed over.
 * @param options.suites beside P-256, which is always understood: `[smSuite]` of `@tallystick/core/token/sm`.
 * @throws TallyError `key_set_malformed`, `key_set_private`, `key_set_empty` (no key in it can be used).
 * @example const keys = createKeySet(JSON.parse(await readFile('issuer-keys.json', 'utf8')))
 */
export function createKeySet(
  jwks: { readonly keys: readonly unknown[] },
  options: { readonly suites?: readonly VerifyingSuite[] } = {},
): KeySet {
  const suites = [p256Verifying, ...(options.suites ?? [])]
  const index = readJwks(jwks, suites)
  if (index.size === 0) throw new TallyError('key_set_empty', 'No key of the set can be used here.')
  return { suites, find: async (use, id) => (await findKey(index, use, id)) ?? 'unknown' }
}
