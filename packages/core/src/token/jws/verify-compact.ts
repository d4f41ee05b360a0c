import { compactVerify } from 'jose/jws/compact/verify'
import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import type { KeySet } from '../key-set/key-set.ts'
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

/** Size, spelling, header, exact type, key, signature, and claims without a name twice: what every token of ours needs. */
export async function verifyCompact(
  token: string,
  type: string,
  options: CompactOptions,
): Promise<Outcome<Claims, CompactRefusal>> {
  const gates = passGates(token, type, options.charactersAtMost)
  if (typeof gates === 'string') return refused(gates)
  if (options.deniedKids?.includes(gates.kid)) return refused('token_key_denied')
  const found = await options.keys.find('sig', gates.kid)
  if (found === 'unknown') return refused('token_key_unknown')
  if (found === 'unavailable') return refused('token_keys_unavailable', {}, { retryable: true })
  const payload = await verifySignature(token, found.key)
  if (payload === undefined) return refused('token_signature_invalid')
  const claims = objectIn(payload)
  return claims === undefined ? refused('token_malformed') : accepted(claims)
}

async function verifySignature(token: string, key: unknown): Promise<Uint8Array | undefined> {
  try {
    const { payload } = await compactVerify(token, key as Parameters<typeof compactVerify>[1], {
      algorithms: ['ES256'],
    })
    return payload
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') return undefined
    throw error
  }
}
