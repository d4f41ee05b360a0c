import { TallyError } from '../../kernel/error.ts'
import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { checkTimes, isCount, type TimesRefusal } from '../jws/check-times.ts'
import { type Claims, type CompactRefusal, verifyCompact } from '../jws/verify-compact.ts'
import type { KeySet } from '../key-set/key-set.ts'
import {
  CHALLENGE_AUDIENCE,
  CHALLENGE_SECONDS,
  NONCE,
  TERMINAL_CHALLENGE_TYPE,
  type TerminalChallenge,
} from './terminal-challenge.ts'

export type TerminalChallengeRefusal = CompactRefusal | TimesRefusal | 'token_wrong_issuer' | 'token_wrong_audience'

/**
 * Verifies, on the holder's side, that the issuer made this challenge for a till of a registered shop, within the last
 * minute. Show `shop` and the amount, and answer only when the person agrees: that is what stops a code that was passed
 * on from being used somewhere else.
 *
 * Not checked: whether the till is where the person stands, and whether the challenge was answered before; the issuer
 * takes one answer.
 *
 * @param token compact JWS of at most 2048 characters, as scanned.
 * @param options.issuer exactly the issuer's `iss`.
 * @param options.deniedKids key ids the issuer has told you to refuse at once.
 * @returns refusals: those of `verifyVoucherToken`, without `token_wrong_order`.
 * @throws TallyError `token_options_malformed`.
 * @example const asked = await verifyTerminalChallenge(scanned, { keys, issuer, now: new Date() })
 * @see RFC 7515, RFC 7519, RFC 8725
 */
export async function verifyTerminalChallenge(
  token: string,
  options: {
    readonly keys: KeySet
    readonly issuer: string
    readonly now: Date
    readonly deniedKids?: readonly string[]
  },
): Promise<Outcome<TerminalChallenge, TerminalChallengeRefusal>> {
  const { issuer, now } = options
  if (typeof issuer !== 'string' || issuer === '' || !(now instanceof Date) || Number.isNaN(now.getTime())) {
    throw new TallyError('token_options_malformed', 'Verification needs the issuer and the time now.')
  }
  return verifyCompact(token, TERMINAL_CHALLENGE_TYPE, options, (claims) => checkClaims(claims, issuer, now))
}

function checkClaims(claims: Claims, issuer: string, now: Date): Outcome<TerminalChallenge, TerminalChallengeRefusal> {
  const { iss, aud, iat } = claims
  if (iss !== issuer) return refused('token_wrong_issuer')
  if (aud !== CHALLENGE_AUDIENCE) return refused('token_wrong_audience')
  const times = checkTimes(claims, now.getTime() / 1000, CHALLENGE_SECONDS)
  if (times === 'token_expired') return refused(times, { issuedAt: Number(iat) * 1000 })
  return typeof times === 'string' ? refused(times) : readChallenge(claims, times)
}

function readChallenge(
  { mer, nam, ter, non, amt, cur }: Claims,
  { iat, exp }: { readonly iat: number; readonly exp: number },
): Outcome<TerminalChallenge, 'token_malformed'> {
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
  const isTextOrNone = (value: unknown): value is string | undefined => value === undefined || isText(value)
  if (!isText(mer) || !isTextOrNone(nam) || !isTextOrNone(ter) || !isText(cur) || !isText(non) || !NONCE.test(non))
    return refused('token_malformed')
  if (!isCount(amt) || amt === 0) return refused('token_malformed')
  const expiresAt = exp * 1000
  return accepted({
    merchantId: mer,
    shop: nam,
    terminalId: ter,
    nonce: non,
    amountMinor: amt,
    currency: cur,
    issuedAt: iat * 1000,
    expiresAt,
  })
}
