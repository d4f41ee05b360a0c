import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import type { PinnedRefusal } from '../jws/verify-pinned.ts'
import { NONCE, type TerminalChallenge } from '../terminal-challenge/terminal-challenge.ts'
import type { OfflineIssuer } from './offline-issuer.ts'
import { verifyOfflineAllowance } from './verify-offline-allowance.ts'

/** Between the parts of a text: it stands in no JWS, nonce or number. SD-JWT uses it too (RFC 9901 §4). */
export const BETWEEN = '~'
const CHARACTERS_AT_MOST = 2200
const AMOUNT = /^[1-9]\d{0,14}$/

/**
 * What a till without a network shows for a customer to scan: its allowance, so that the phone can tell whose till it is, the
 * till's own nonce, and the amount.
 *
 * Not checked: anything; the phone does (`verifyOfflineChallenge`).
 *
 * @param nonce 128 random bits of this sale alone, as 26 characters of Crockford's base32.
 * @param orderAmountMinor whole minor units above 0.
 * @example const text = offlineChallenge(allowance, nonce, 12_800)
 */
export function offlineChallenge(allowance: string, nonce: string, orderAmountMinor: number): string {
  return [allowance, nonce, orderAmountMinor].join(BETWEEN)
}

/**
 * Verifies, on the holder's side, that this is a till of a registered shop that may take vouchers without a network. Show
 * `shop` and the amount, and sign (`offlineBinding`) only when the person agrees.
 *
 * Not checked: that it was the till that wrote nonce and amount; the person compares the amount, and the signature holds for
 * this till alone.
 *
 * @returns what a till's challenge says (see `verifyTerminalChallenge`); its times are those of the allowance. Refusals:
 *   those of every token (see `verifyVoucherToken`), `token_wrong_issuer`, `token_wrong_audience`.
 * @example const asked = await verifyOfflineChallenge(scanned, new Date(), { keys, issuer })
 */
export async function verifyOfflineChallenge(
  text: string,
  now: Date,
  issuer: OfflineIssuer,
): Promise<Outcome<TerminalChallenge & { readonly terminalId: string; readonly benefit: string }, PinnedRefusal>> {
  if (typeof text !== 'string') return refused('token_malformed')
  if (text.length > CHARACTERS_AT_MOST) return refused('token_too_large')
  const parts = text.split(BETWEEN)
  const [token = '', nonce = '', amount = ''] = parts
  if (parts.length !== 3 || !NONCE.test(nonce) || !AMOUNT.test(amount)) return refused('token_malformed')
  const allowance = await verifyOfflineAllowance(token, now, issuer)
  if (!allowance.ok) return allowance
  const { merchantId, shop, terminalId, benefit, currency, issuedAt, expiresAt } = allowance.value
  return accepted({
    merchantId,
    shop,
    terminalId,
    benefit,
    nonce,
    amountMinor: Number(amount),
    currency,
    issuedAt,
    expiresAt,
  })
}
