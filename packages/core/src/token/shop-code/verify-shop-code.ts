import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { isCount } from '../jws/check-times.ts'
import { isText, type PinnedRefusal, verifyPinned } from '../jws/verify-pinned.ts'
import type { KeySet } from '../key-set/key-set.ts'
import { SHOP_CODE, type ShopCode } from './shop-code.ts'

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
): Promise<Outcome<ShopCode, PinnedRefusal>> {
  const pinned = await verifyPinned(text, SHOP_CODE, options.now, options)
  if (!pinned.ok) return pinned
  const { claims, issuedAt, expiresAt } = pinned.value
  const { mer, sht } = claims
  if (!isText(mer) || !isCount(sht) || sht === 0) return refused('token_malformed')
  return accepted({ merchantId: mer, sheet: sht, issuedAt, expiresAt })
}
