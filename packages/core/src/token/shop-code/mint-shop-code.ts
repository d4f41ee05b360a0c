import { TallyError } from '../../kernel/error.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { signCompact } from '../jws/sign-compact.ts'
import { SHOP_CODE_AUDIENCE, SHOP_CODE_DAYS_AT_MOST, SHOP_CODE_TYPE } from './shop-code.ts'

/**
 * Makes the text of a shop's printed code: JWS, `tally-shop+jwt`, bound to one shop and one sheet. It proves that the
 * issuer made it for this shop, and nothing of where the paper hangs: that is what the confirmation at the shop is for.
 *
 * It ends with the epoch of its key, if that is retired before its days are over: print it again then.
 *
 * @param options.sheet counts up from 1.
 * @param options.days 1 to 400.
 * @param options.now epoch milliseconds.
 * @throws TallyError `token_claims_malformed`, `keys_no_active_epoch`, `tenant_malformed`.
 * @see RFC 7515, RFC 7519
 */
export async function mintShopCode(options: {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly issuer: string
  readonly merchantId: string
  readonly sheet: number
  readonly days: number
  readonly now: number
}): Promise<string> {
  const { keyRing, tenant, issuer, merchantId, sheet, days, now } = options
  const isSound = merchantId !== '' && Number.isSafeInteger(sheet) && sheet > 0 && Number.isInteger(days)
  if (!isSound || days < 1 || days > SHOP_CODE_DAYS_AT_MOST) {
    throw new TallyError('token_claims_malformed', 'The shop, the sheet or the days of a shop code are malformed.')
  }
  const iat = Math.floor(now / 1000)
  const claims = { iss: issuer, aud: SHOP_CODE_AUDIENCE, mer: merchantId, sht: sheet, iat, exp: iat + days * 86_400 }
  return signCompact(claims, SHOP_CODE_TYPE, keyRing.signingKey(tenant, keyRing.epochAt(now)))
}
