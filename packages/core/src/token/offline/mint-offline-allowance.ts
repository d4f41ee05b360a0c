import type { KeyRing } from '../../kernel/key-ring.ts'
import { signCompact } from '../jws/sign-compact.ts'
import { ALLOWANCE_AUDIENCE, ALLOWANCE_TYPE, type OfflineAllowance } from './offline-allowance.ts'

/**
 * Signs how much a till may take without a network: JWS, `tally-allowance+jwt`.
 *
 * Not checked: that so much was granted; whoever calls has counted it first.
 *
 * @param options.allowance times in epoch milliseconds, at most an hour apart.
 * @throws TallyError `keys_no_active_epoch`, `tenant_malformed`.
 * @see RFC 7515, RFC 7519
 */
export function mintOfflineAllowance(options: {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly issuer: string
  readonly allowance: OfflineAllowance
}): Promise<string> {
  const { keyRing, tenant, issuer, allowance } = options
  const { merchantId, shop, terminalId, benefit, day, capMinor, currency, issuedAt, expiresAt } = allowance
  const claims = {
    iss: issuer,
    aud: ALLOWANCE_AUDIENCE,
    mer: merchantId,
    ...(shop === undefined ? {} : { nam: shop }),
    ter: terminalId,
    ben: benefit,
    day,
    cap: capMinor,
    cur: currency,
    iat: Math.floor(issuedAt / 1000),
    exp: Math.floor(expiresAt / 1000),
  }
  return signCompact(claims, ALLOWANCE_TYPE, keyRing.signingKey(tenant, keyRing.epochAt(issuedAt)))
}
