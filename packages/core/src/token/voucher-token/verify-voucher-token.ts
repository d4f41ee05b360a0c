import { TallyError } from '../../kernel/error.ts'
import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { checkTimes, isCount, type TimesRefusal } from '../jws/check-times.ts'
import { type Claims, type CompactRefusal, verifyCompact } from '../jws/verify-compact.ts'
import type { KeySet } from '../key-set/key-set.ts'
import { checkOrderNumber, orderHash } from './order-hash.ts'
import { LIFETIME_SECONDS_AT_MOST, VOUCHER_TOKEN_TYPE, type VoucherTokenClaims } from './voucher-token-claims.ts'

export type VoucherTokenRefusal =
  | CompactRefusal
  | TimesRefusal
  | 'token_wrong_issuer'
  | 'token_wrong_audience'
  | 'token_wrong_order'

export interface VerifyVoucherTokenOptions {
  readonly keys: KeySet
  /** Exactly the issuer's `iss`. */
  readonly issuer: string
  /** Exactly your `aud`, e.g. `partner:waimai`. */
  readonly audience: string
  /** The order this token is handed in for, as it was named when the token was asked for. */
  readonly orderNumber: string
  readonly now: Date
  /** Key ids the issuer has told you to refuse at once. */
  readonly deniedKids?: readonly string[]
}

function checkOptions({ issuer, audience, now }: VerifyVoucherTokenOptions): void {
  // Without this, a missing setting would equal a missing claim.
  const isSet = typeof issuer === 'string' && issuer !== '' && typeof audience === 'string' && audience !== ''
  if (!isSet || !(now instanceof Date) || Number.isNaN(now.getTime())) {
    throw new TallyError('token_options_malformed', 'Verification needs issuer, audience and the time now.')
  }
}

/**
 * Verifies that the issuer made this token for you, for this order, within the last minute. Checked in this order: size,
 * spelling, header, key, signature, issuer and audience, times, order. Nothing is fetched because a token says so.
 *
 * Not checked: whether the voucher is still there and unused, whether the token was handed in before, and what the
 * discount is. Only redeeming at the issuer tells; until then nothing is paid.
 *
 * @param token compact JWS of at most 2048 characters.
 * @param options.orderNumber 1 to 128 characters.
 * @returns the claims (claims that are not ours are left out), or a refusal: `token_too_large`, `token_malformed`,
 *   `token_header_refused`, `token_wrong_type`, `token_key_unknown`, `token_key_denied`, `token_keys_unavailable`
 *   (retryable), `token_signature_invalid`, `token_wrong_issuer`, `token_wrong_audience`, `token_lifetime_refused` (a
 *   time is missing, or more than 60 s lie between them), `token_not_yet_valid`, `token_expired`, `token_wrong_order`.
 * @throws TallyError `token_options_malformed`, `order_number_malformed`.
 * @example
 * const checked = await verifyVoucherToken(token, { keys, issuer, audience: 'partner:waimai', orderNumber, now: new Date() })
 * if (!checked.ok) return res.status(401).json({ code: checked.code })
 * @see RFC 7515, RFC 7519, RFC 8725
 */
export async function verifyVoucherToken(
  token: string,
  options: VerifyVoucherTokenOptions,
): Promise<Outcome<VoucherTokenClaims, VoucherTokenRefusal>> {
  checkOptions(options)
  checkOrderNumber(options.orderNumber)
  return verifyCompact(token, VOUCHER_TOKEN_TYPE, options, (claims, suite) =>
    checkClaims(claims, options, orderHash(options.orderNumber, suite)),
  )
}

function checkClaims(
  claims: Claims,
  options: VerifyVoucherTokenOptions,
  wantedOrder: string,
): Outcome<VoucherTokenClaims, VoucherTokenRefusal> {
  const { iss, aud, sub, jti, ver, ord } = claims
  if (iss !== options.issuer) return refused('token_wrong_issuer')
  if (aud !== options.audience) return refused('token_wrong_audience')
  const times = checkTimes(claims, options.now.getTime() / 1000, LIFETIME_SECONDS_AT_MOST)
  if (typeof times === 'string') return refused(times)
  if (ord !== wantedOrder) return refused('token_wrong_order')
  const isWhole = typeof sub === 'string' && sub !== '' && typeof jti === 'string' && jti !== '' && isCount(ver)
  if (!isWhole) return refused('token_malformed')
  return accepted({ iss, aud, sub, jti, ver, ...times, ord })
}
