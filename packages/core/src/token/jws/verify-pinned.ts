import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { checkTimes, type TimesRefusal } from './check-times.ts'
import { type Claims, type CompactOptions, type CompactRefusal, verifyCompact } from './verify-compact.ts'

export type PinnedRefusal = CompactRefusal | TimesRefusal | 'token_wrong_issuer' | 'token_wrong_audience'

/** What a kind of token is known by, and how long it lives at most. */
export interface PinnedKind {
  readonly type: string
  readonly audience: string
  readonly secondsAtMost: number
}

export interface Pinned {
  readonly claims: Claims
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** A token of the issuer of this kind, that lives now: its claims are genuine, what they say is not read yet. */
export function verifyPinned(
  token: string,
  kind: PinnedKind,
  now: Date,
  issuer: CompactOptions & { readonly issuer: string },
): Promise<Outcome<Pinned, PinnedRefusal>> {
  return verifyCompact(token, kind.type, issuer, (claims) => readPinned(claims, kind, now, issuer.issuer))
}

function readPinned(
  claims: Claims,
  kind: PinnedKind,
  now: Date,
  issuer: string,
): Outcome<Pinned, TimesRefusal | 'token_wrong_issuer' | 'token_wrong_audience'> {
  if (claims.iss !== issuer) return refused('token_wrong_issuer')
  if (claims.aud !== kind.audience) return refused('token_wrong_audience')
  const times = checkTimes(claims, now.getTime() / 1000, kind.secondsAtMost)
  if (typeof times === 'string') return refused(times)
  return accepted({ claims, issuedAt: times.iat * 1000, expiresAt: times.exp * 1000 })
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
