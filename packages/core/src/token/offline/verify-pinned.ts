import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { checkTimes, type TimesRefusal } from '../jws/check-times.ts'
import { type Claims, type CompactRefusal, verifyCompact } from '../jws/verify-compact.ts'
import type { KeySet } from '../key-set/key-set.ts'

export type PinnedRefusal = CompactRefusal | TimesRefusal | 'token_wrong_issuer' | 'token_wrong_audience'

/** Whose word counts, and when. */
export interface OfflineIssuer {
  readonly keys: KeySet
  /** Exactly the issuer's `iss`. */
  readonly issuer: string
  /** Key ids the issuer has told you to refuse at once. */
  readonly deniedKids?: readonly string[] | undefined
}

export interface Pinned {
  readonly claims: Claims
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** A token of the issuer of this type, for this audience, that lives now: its claims are genuine, what they say is not read yet. */
export async function verifyPinned(
  token: string,
  expected: { readonly type: string; readonly audience: string; readonly secondsAtMost: number },
  now: Date,
  issuer: OfflineIssuer,
): Promise<Outcome<Pinned, PinnedRefusal>> {
  const verified = await verifyCompact(token, expected.type, issuer)
  if (!verified.ok) return verified
  const { claims } = verified.value
  if (claims.iss !== issuer.issuer) return refused('token_wrong_issuer')
  if (claims.aud !== expected.audience) return refused('token_wrong_audience')
  const times = checkTimes(claims, now.getTime() / 1000, expected.secondsAtMost)
  if (typeof times === 'string') return refused(times)
  return accepted({ claims, issuedAt: times.iat * 1000, expiresAt: times.exp * 1000 })
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
