import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { VerifyingSuite } from '../../kernel/suite.ts'
import type { KeySet } from '../key-set/key-set.ts'
import { utf8 } from '../platform.ts'
import { type GateRefusal, objectIn, passGates } from './token-gates.ts'

export type CompactRefusal =
  | GateRefusal
  | 'token_key_unknown'
  | 'token_key_denied'
  | 'token_keys_unavailable'
  | 'token_signature_invalid'

export type Claims = Readonly<Record<string, unknown>>

export interface CompactOptions {
  readonly keys: KeySet
  /** Key ids the issuer has told you to refuse at once. */
  readonly deniedKids?: readonly string[] | undefined
  readonly charactersAtMost?: number | undefined
}

/**
 * Size, spelling, header, exact type, key, signature, and claims without a name twice: what every token of ours needs. The
 * key says which algorithm it is for; a token that names another one is of a key that the set does not have.
 *
 * @param read what the claims say, by the suite of the key: done beside the platform, which verifies on a thread of its own,
 *   so before it is known whether they are genuine. It must do nothing else and not fail; its answer is given only once the
 *   signature holds.
 */
export async function verifyCompact<T, C extends string>(
  token: string,
  type: string,
  options: CompactOptions,
  read: (claims: Claims, suite: VerifyingSuite) => Outcome<T, C>,
): Promise<Outcome<T, C | CompactRefusal>> {
  const gates = passGates(token, type, options.keys.suites, options.charactersAtMost)
  if (typeof gates === 'string') return refused(gates)
  const { kid, suite, payload, signature } = gates
  if (options.deniedKids?.includes(kid)) return refused('token_key_denied')
  const found = await options.keys.find('sig', kid)
  if (found === 'unavailable') return refused('token_keys_unavailable', {}, { retryable: true })
  if (found === 'unknown' || found.suite.alg !== suite.alg) return refused('token_key_unknown')
  // RFC 7515 §5.2: what is signed is the text before the last dot, as it stands.
  const signed = utf8(token.slice(0, token.lastIndexOf('.')))
  const verifying = suite.verify(found.key, signature, signed)
  const claims = objectIn(payload)
  const outcome = claims === undefined ? refused('token_malformed') : read(claims, suite)
  return (await verifying) ? outcome : refused('token_signature_invalid')
}
