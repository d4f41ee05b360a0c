import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
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

export interface VerifiedCompact {
  readonly claims: Claims
  /** Of the key that signed. */
  readonly suite: VerifyingSuite
}

/**
 * Size, spelling, header, exact type, key, signature, and claims without a name twice: what every token of ours needs. The
 * key says which algorithm it is for; a token that names another one is of a key that the set does not have.
 */
export async function verifyCompact(
  token: string,
  type: string,
  options: CompactOptions,
): Promise<Outcome<VerifiedCompact, CompactRefusal>> {
  const gates = passGates(token, type, options.keys.suites, options.charactersAtMost)
  if (typeof gates === 'string') return refused(gates)
  const { kid, suite, payload, signature } = gates
  if (options.deniedKids?.includes(kid)) return refused('token_key_denied')
  const found = await options.keys.find('sig', kid)
  if (found === 'unavailable') return refused('token_keys_unavailable', {}, { retryable: true })
  if (found === 'unknown' || found.suite.alg !== suite.alg) return refused('token_key_unknown')
  // RFC 7515 §5.2: what is signed is the text before the last dot, as it stands.
  const signed = utf8(token.slice(0, token.lastIndexOf('.')))
  // The platform verifies beside this thread, which reads the claims meanwhile; they count only once the signature holds.
  const verifying = suite.verify(found.key, signature, signed)
  const claims = objectIn(payload)
  if (!(await verifying)) return refused('token_signature_invalid')
  return claims === undefined ? refused('token_malformed') : accepted({ claims, suite })
}
