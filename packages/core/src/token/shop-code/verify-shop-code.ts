import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { checkTimes, isCount, type TimesRefusal } from '../jws/check-times.ts'
import { type CompactRefusal, verifyCompact } from '../jws/verify-compact.ts'
import type { KeySet } from '../key-set/key-set.ts'
import { SHOP_CODE_AUDIENCE, SHOP_CODE_DAYS_AT_MOST, SHOP_CODE_TYPE, type ShopCode } from './shop-code.ts'

export type ShopCodeRefusal = CompactRefusal | TimesRefusal | 'token_wrong_issuer' | 'token_wrong_audience'

/**
 * Verifies that the issuer printed this code for a registered shop.
 *
 * Not checked: whether the paper hangs in that shop, and whether the shop has a newer sheet or was suspended.
 *
 * @param text compact JWS of at most 2048 characters, as scanned.
 * @param options.issuer exactly the issuer's `iss`.
 * @returns refusals: those of every token (see `verifyVoucherToken`), `token_wrong_issuer`, `token_wrong_audience`.
 * @see RFC 7515, RFC 7519, RFC 8725
 */
export async function verifyShopCode(
  text: string,
  options: { readonly keys: KeySet; readonly issuer: string; readonly now: Date },
): Promise<Outcome<ShopCode, ShopCodeRefusal>> {
  const verified = await verifyCompact(text, SHOP_CODE_TYPE, options)
  if (!verified.ok) return verified
  const { claims } = verified.value
  if (claims.iss !== options.issuer) return refused('token_wrong_issuer')
  if (claims.aud !== SHOP_CODE_AUDIENCE) return refused('token_wrong_audience')
  const times = checkTimes(claims, options.now.getTime() / 1000, SHOP_CODE_DAYS_AT_MOST * 86_400)
  if (typeof times === 'string') return refused(times)
  const { mer, sht } = claims
  if (typeof mer !== 'string' || mer === '' || !isCount(sht) || sht === 0) return refused('token_malformed')
  return accepted({ merchantId: mer, sheet: sht, issuedAt: times.iat * 1000, expiresAt: times.exp * 1000 })
}
