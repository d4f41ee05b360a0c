import type { KeyRing } from '../../kernel/key-ring.ts'
import { encodeBase64url } from '../base64url.ts'
import { signCompact } from '../jws/sign-compact.ts'
import {
  CARDS_A_LIST,
  LIFETIME_SECONDS_AT_MOST,
  LIST_BYTES,
  STATUS_LIST_TYPE,
  setBit,
  statusListSubject,
  TTL_SECONDS_AT_MOST,
} from './status-list.ts'
import { deflate } from './zlib.ts'

/**
 * Signs which cards of one list are void. It says nothing else of them: not whether they were made, given out or spent.
 *
 * @param options.voided indices within the list, 0 to 999.
 * @param options.now epoch milliseconds: when the cards were read.
 * @throws TallyError `keys_no_active_epoch`, `tenant_malformed`; RangeError for an index outside of the list.
 * @see draft-ietf-oauth-status-list
 */
export async function mintStatusList(options: {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly issuer: string
  readonly list: number
  readonly voided: readonly number[]
  readonly now: number
}): Promise<string> {
  const { keyRing, tenant, issuer, list, voided, now } = options
  const bits = new Uint8Array(LIST_BYTES)
  for (const index of voided) {
    if (!(index >= 0 && index < CARDS_A_LIST)) throw new RangeError('outside of the status list')
    setBit(bits, index)
  }
  const iat = Math.floor(now / 1000)
  const claims = {
    iss: issuer,
    sub: statusListSubject(issuer, list),
    iat,
    exp: iat + LIFETIME_SECONDS_AT_MOST,
    ttl: TTL_SECONDS_AT_MOST,
    status_list: { bits: 1, lst: encodeBase64url(await deflate(bits)) },
  }
  return signCompact(claims, STATUS_LIST_TYPE, keyRing.signingKey(tenant, keyRing.epochAt(now)))
}
