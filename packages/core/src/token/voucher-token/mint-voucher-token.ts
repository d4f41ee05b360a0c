import { TallyError } from '../../kernel/error.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { signCompact } from '../jws/sign-compact.ts'
import { orderHash } from './order-hash.ts'
import { LIFETIME_SECONDS_AT_MOST, VOUCHER_TOKEN_TYPE } from './voucher-token-claims.ts'

/**
 * Makes the token that an online shop verifies at checkout: JWS, `tally-voucher+jwt`, for one audience and one
 * order, good for at most 60 seconds.
 *
 * Not checked: whether the voucher can be redeemed. The token is no redemption: the issuer decides when it is handed in.
 *
 * @param options.subject the holder's pairwise id for this audience, never the owner number.
 * @param options.jti unique; it is what replay is stopped by.
 * @param options.version the voucher row's version.
 * @param options.orderNumber 1 to 128 characters; the token says its hash by the key's suite.
 * @param options.now epoch milliseconds.
 * @param options.ttlSeconds 1 to 60; 60 unless given.
 * @throws TallyError `token_claims_malformed`, `order_number_malformed`, `keys_no_active_epoch`, `tenant_malformed`.
 * @see RFC 7515, RFC 7519, RFC 8725 §3.11
 */
export async function mintVoucherToken(options: {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly jti: string
  readonly version: number
  readonly orderNumber: string
  readonly now: number
  readonly ttlSeconds?: number
}): Promise<string> {
  const {
    keyRing,
    tenant,
    issuer,
    audience,
    subject,
    jti,
    version,
    now,
    ttlSeconds = LIFETIME_SECONDS_AT_MOST,
  } = options
  for (const [member, value] of Object.entries({ issuer, audience, subject, jti })) {
    if (typeof value !== 'string' || value.length === 0 || value.length > 200) {
      throw new TallyError('token_claims_malformed', 'A claim must be text of 1 to 200 characters.', {
        detail: { member },
      })
    }
  }
  const isSound =
    Number.isSafeInteger(version) &&
    version >= 0 &&
    Number.isInteger(ttlSeconds) &&
    ttlSeconds >= 1 &&
    ttlSeconds <= LIFETIME_SECONDS_AT_MOST
  if (!isSound) {
    throw new TallyError('token_claims_malformed', 'The version or the lifetime of a token is malformed.')
  }
  const key = keyRing.signingKey(tenant, keyRing.epochAt(now))
  const iat = Math.floor(now / 1000)
  const claims = { iss: issuer, aud: audience, sub: subject, jti, ver: version, iat, exp: iat + ttlSeconds }
  return signCompact({ ...claims, ord: orderHash(options.orderNumber, key.suite) }, VOUCHER_TOKEN_TYPE, key)
}
