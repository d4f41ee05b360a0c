import { TallyError } from '../../kernel/error.ts'
import { type PinnedSigner, signPinned } from '../jws/sign-pinned.ts'
import { SHOP_CODE, SHOP_CODE_DAYS_AT_MOST } from './shop-code.ts'
import { shopCodeTimes } from './shop-code-times.ts'

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
export async function mintShopCode(
  options: PinnedSigner & {
    readonly merchantId: string
    readonly sheet: number
    readonly days: number
    readonly now: number
  },
): Promise<string> {
  const { merchantId, sheet, days } = options
  const isSound = merchantId !== '' && Number.isSafeInteger(sheet) && sheet > 0 && Number.isInteger(days)
  if (!isSound || days < 1 || days > SHOP_CODE_DAYS_AT_MOST) {
    throw new TallyError('token_claims_malformed', 'The shop, the sheet or the days of a shop code are malformed.')
  }
  return signPinned(options, SHOP_CODE, shopCodeTimes(options), { mer: merchantId, sht: sheet })
}
