import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { isCount } from '../jws/check-times.ts'
import { isText, type PinnedRefusal, verifyPinned } from '../jws/verify-pinned.ts'
import { ALLOWANCE, type OfflineAllowance } from './offline-allowance.ts'
import type { OfflineIssuer } from './offline-issuer.ts'

/**
 * Verifies that the issuer let this till take so much without a network.
 *
 * Not checked: how much of it is used up; the till's own records say that, and the issuer counts again.
 *
 * @param token compact JWS of at most 2048 characters.
 * @returns refusals: those of every token (see `verifyVoucherToken`), `token_wrong_issuer`, `token_wrong_audience`.
 * @see RFC 7515, RFC 7519, RFC 8725
 */
export async function verifyOfflineAllowance(
  token: string,
  now: Date,
  issuer: OfflineIssuer,
): Promise<Outcome<OfflineAllowance, PinnedRefusal>> {
  const pinned = await verifyPinned(token, ALLOWANCE, now, issuer)
  if (!pinned.ok) return pinned
  const { claims, issuedAt, expiresAt } = pinned.value
  const { mer, nam, ter, ben, day, cap, cur } = claims
  if (!isText(mer) || !(nam === undefined || isText(nam)) || !isText(ter)) return refused('token_malformed')
  if (!isText(ben) || !isText(day) || !isText(cur) || !isCount(cap) || cap === 0) return refused('token_malformed')
  return accepted({
    merchantId: mer,
    shop: nam,
    terminalId: ter,
    benefit: ben,
    day,
    capMinor: cap,
    currency: cur,
    issuedAt,
    expiresAt,
  })
}
