import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { decodeBase64url } from '../base64url.ts'
import { checkTimes, isCount, type TimesRefusal } from '../jws/check-times.ts'
import { type Claims, type CompactRefusal, verifyCompact } from '../jws/verify-compact.ts'
import type { KeySet } from '../key-set/key-set.ts'
import {
  bitAt,
  LIFETIME_SECONDS_AT_MOST,
  LIST_BYTES,
  STATUS_LIST_TYPE,
  statusListSubject,
  TTL_SECONDS_AT_MOST,
} from './status-list.ts'
import { inflateAtMost } from './zlib.ts'

export type StatusListRefusal =
  | CompactRefusal
  | TimesRefusal
  | 'token_wrong_issuer'
  | 'token_wrong_subject'
  | 'status_list_malformed'

export interface StatusList {
  /** Epoch seconds; from then on the list must be read anew. */
  readonly freshUntil: number
  /** @param index 0 to 999. */
  isVoid(index: number): boolean
}

export interface VerifyStatusListOptions {
  readonly keys: KeySet
  /** Exactly the issuer's `iss`. */
  readonly issuer: string
  /** The number of the list that was asked for. */
  readonly list: number
  readonly now: Date
  readonly deniedKids?: readonly string[] | undefined
}

/**
 * Verifies a list of voided cards and that it is the one that was asked for, at most five minutes old.
 *
 * Not checked: whether a card was ever made or given out; a card that is not void is 0 here, and so is one that is not.
 *
 * @returns refusals: those of every token (see `verifyVoucherToken`), `token_wrong_issuer`, `token_wrong_subject` (another
 *   list), `token_lifetime_refused`, `token_not_yet_valid`, `token_expired` (older than its `ttl`), `status_list_malformed`
 *   (not one bit a card, or it does not inflate to exactly 125 bytes).
 * @see draft-ietf-oauth-status-list
 */
export async function verifyStatusList(
  token: string,
  options: VerifyStatusListOptions,
): Promise<Outcome<StatusList, StatusListRefusal>> {
  const verified = await verifyCompact(token, STATUS_LIST_TYPE, options)
  if (!verified.ok) return verified
  const { claims } = verified.value
  if (claims.iss !== options.issuer) return refused('token_wrong_issuer')
  if (claims.sub !== statusListSubject(options.issuer, options.list)) return refused('token_wrong_subject')
  const nowSeconds = options.now.getTime() / 1000
  const times = checkTimes(claims, nowSeconds, LIFETIME_SECONDS_AT_MOST)
  if (typeof times === 'string') return refused(times)
  const { ttl } = claims
  if (!isCount(ttl) || ttl === 0 || ttl > TTL_SECONDS_AT_MOST) return refused('token_lifetime_refused')
  const freshUntil = Math.min(times.exp, times.iat + ttl)
  if (nowSeconds >= freshUntil) return refused('token_expired')
  const bits = await readBits(claims)
  return bits ? accepted({ freshUntil, isVoid: (index) => bitAt(bits, index) }) : refused('status_list_malformed')
}

async function readBits({ status_list: list }: Claims): Promise<Uint8Array | undefined> {
  if (typeof list !== 'object' || list === null) return undefined
  const { bits, lst } = list as { bits?: unknown; lst?: unknown }
  const packed = bits === 1 && typeof lst === 'string' ? decodeBase64url(lst) : undefined
  const inflated = packed && (await inflateAtMost(packed, LIST_BYTES))
  return inflated?.length === LIST_BYTES ? inflated : undefined
}
