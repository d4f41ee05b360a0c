import { type PinnedSigner, signPinned } from '../jws/sign-pinned.ts'
import { ALLOWANCE, type OfflineAllowance } from './offline-allowance.ts'

/**
 * Signs how much a till may take without a network: JWS, `tally-allowance+jwt`.
 *
 * Not checked: that so much was granted; whoever calls has counted it first.
 *
 * @param options.allowance times in epoch milliseconds, at most an hour apart.
 * @throws TallyError `keys_no_active_epoch`, `tenant_malformed`.
 * @see RFC 7515, RFC 7519
 */
export function mintOfflineAllowance(
  options: PinnedSigner & { readonly allowance: OfflineAllowance },
): Promise<string> {
  const { allowance } = options
  const { merchantId, shop, terminalId, benefit, day, capMinor, currency } = allowance
  const claims = {
    mer: merchantId,
    ...(shop === undefined ? {} : { nam: shop }),
    ter: terminalId,
    ben: benefit,
    day,
    cap: capMinor,
    cur: currency,
  }
  return signPinned(options, ALLOWANCE, allowance, claims)
}
