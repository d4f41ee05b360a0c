import type { Claims } from './verify-compact.ts'

export type TimesRefusal = 'token_lifetime_refused' | 'token_not_yet_valid' | 'token_expired'

const FUTURE_SECONDS_AT_MOST = 10

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/**
 * Both times are required and at most so far apart: a token that nearly never ends is refused, not trusted.
 *
 * @param lifetimeSecondsAtMost of this kind of token.
 */
export function checkTimes(
  { iat, exp, nbf }: Claims,
  nowSeconds: number,
  lifetimeSecondsAtMost: number,
): { readonly iat: number; readonly exp: number } | TimesRefusal {
  if (!isCount(iat) || !isCount(exp) || exp <= iat || exp - iat > lifetimeSecondsAtMost) return 'token_lifetime_refused'
  if (nbf !== undefined && !isCount(nbf)) return 'token_lifetime_refused'
  if (Math.max(iat, nbf ?? 0) > nowSeconds + FUTURE_SECONDS_AT_MOST) return 'token_not_yet_valid'
  return nowSeconds < exp ? { iat, exp } : 'token_expired'
}
