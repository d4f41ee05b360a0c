import type { KeyRing } from '../../kernel/key-ring.ts'
import { encodeBase64url } from '../base64url.ts'
import { signCompact } from '../jws/sign-compact.ts'
import { LIFETIME_SECONDS_AT_MOST, STATUS_LIST_TYPE, setBit, TTL_SECONDS_AT_MOST } from './status-list.ts'
import { deflate } from './zlib.ts'

/**
 * Signs a list of one bit each: valid for an hour, to be believed for five minutes.
 *
 * @param options.voided indices whose bit is 1.
 * @param options.now epoch milliseconds: when the rows behind it were read.
 * @throws TallyError `keys_no_active_epoch`, `tenant_malformed`; RangeError for an index outside of the list.
 * @see draft-ietf-oauth-status-list
 */
export async function mintBits(options: {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly issuer: string
  readonly subject: string
  readonly bytes: number
  readonly voided: readonly number[]
  readonly now: number
}): Promise<string> {
  const { keyRing, tenant, issuer, subject, voided, now } = options
  const bits = new Uint8Array(options.bytes)
  for (const index of voided) {
    if (!(index >= 0 && index < options.bytes * 8)) throw new RangeError('outside of the status list')
    setBit(bits, index)
  }
  const iat = Math.floor(now / 1000)
  const claims = {
    iss: issuer,
    sub: subject,
    iat,
    exp: iat + LIFETIME_SECONDS_AT_MOST,
    ttl: TTL_SECONDS_AT_MOST,
    status_list: { bits: 1, lst: encodeBase64url(await deflate(bits)) },
  }
  return signCompact(claims, STATUS_LIST_TYPE, keyRing.signingKey(tenant, keyRing.epochAt(now)))
}
