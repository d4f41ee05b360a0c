import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { decodeBase64url } from '../base64url.ts'
import type { DeviceJwk } from '../holder-proof/holder-proof.ts'
import { isCount } from '../jws/check-times.ts'
import type { Claims } from '../jws/verify-compact.ts'
import { isText, type PinnedRefusal, verifyPinned } from '../jws/verify-pinned.ts'
import { CREDENTIAL, type OfflineCredential, offlineStatusesSubject, STATUSES_A_LIST } from './offline-credential.ts'
import type { OfflineIssuer } from './offline-issuer.ts'
import type { OfflineTerms } from './offline-terms.ts'

/**
 * Verifies that the issuer made this credential, at most an hour ago.
 *
 * Not checked: that whoever shows it has the key, and that the voucher is still good; `verifyOfflineSale` checks the first,
 * and the second as far as a list of five minutes' age can say.
 *
 * @param token compact JWS of at most 2048 characters, without the binding.
 * @returns refusals: those of every token (see `verifyVoucherToken`), `token_wrong_issuer`, `token_wrong_audience`.
 * @see RFC 7515, RFC 7519, RFC 7800, RFC 8725
 */
export async function verifyOfflineCredential(
  token: string,
  now: Date,
  issuer: OfflineIssuer,
): Promise<Outcome<OfflineCredential, PinnedRefusal>> {
  const pinned = await verifyPinned(token, CREDENTIAL, now, issuer)
  if (!pinned.ok) return pinned
  const { claims, issuedAt, expiresAt } = pinned.value
  const { sub, ver, ben, cap, cur } = claims
  const [terms, device] = [termsIn(claims), deviceIn(claims)]
  if (!isText(sub) || !isCount(ver) || !isText(ben) || !isCount(cap) || !isText(cur)) return refused('token_malformed')
  const statusIndex = statusIn(claims, offlineStatusesSubject(issuer.issuer, ben))
  if (!terms || !device || statusIndex === undefined) return refused('token_malformed')
  const value = { voucher: sub, version: ver, benefit: ben, terms, capMinor: cap, currency: cur }
  return accepted({ ...value, device, statusIndex, issuedAt, expiresAt })
}

function termsIn({ min, off, pct, max }: Claims): OfflineTerms | undefined {
  if (!isCount(min)) return undefined
  if (pct === undefined && max === undefined && isCount(off)) return { thresholdMinor: min, offMinor: off }
  const isPercent = off === undefined && isCount(pct) && pct <= 100 && isCount(max)
  return isPercent ? { thresholdMinor: min, percent: pct, capMinor: max } : undefined
}

function deviceIn({ cnf }: Claims): DeviceJwk | undefined {
  const { kty, crv, x, y } = ((cnf as Claims | null | undefined)?.jwk ?? {}) as Claims
  const isCoordinate = (text: unknown): text is string => isText(text) && decodeBase64url(text)?.length === 32
  if (kty !== 'EC' || crv !== 'P-256' || !isCoordinate(x) || !isCoordinate(y)) return undefined
  return { kty, crv, x, y }
}

function statusIn({ status }: Claims, subject: string): number | undefined {
  const { idx, uri } = ((status as Claims | null | undefined)?.status_list ?? {}) as Claims
  return uri === subject && isCount(idx) && idx < STATUSES_A_LIST ? idx : undefined
}
