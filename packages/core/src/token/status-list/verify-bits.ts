import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { decodeBase64url } from '../base64url.ts'
import { checkTimes, isCount, type TimesRefusal } from '../jws/check-times.ts'
import { type Claims, type CompactOptions, type CompactRefusal, verifyCompact } from '../jws/verify-compact.ts'
import { bitAt, LIFETIME_SECONDS_AT_MOST, STATUS_LIST_TYPE, TTL_SECONDS_AT_MOST } from './status-list.ts'
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
  /** @param index from 0 to one less than the list is long: 999 for cards. */
  isVoid(index: number): boolean
}

type WantedBits = CompactOptions & {
  readonly issuer: string
  readonly subject: string
  readonly bytes: number
  readonly now: Date
}

/** Verifies a list of one bit each and that it is the one that was asked for, of exactly so many bytes, and fresh. */
export async function verifyBits(token: string, options: WantedBits): Promise<Outcome<StatusList, StatusListRefusal>> {
  const verified = await verifyCompact(token, STATUS_LIST_TYPE, options, (claims) => readFresh(claims, options))
  if (!verified.ok) return verified
  const { freshUntil, list } = verified.value
  // Unpacked only now: what nobody signed is not worth the work.
  const bits = await readBits(list, options.bytes)
  return bits ? accepted({ freshUntil, isVoid: (index) => bitAt(bits, index) }) : refused('status_list_malformed')
}

function readFresh(
  claims: Claims,
  options: WantedBits,
): Outcome<{ readonly freshUntil: number; readonly list: unknown }, StatusListRefusal> {
  if (claims.iss !== options.issuer) return refused('token_wrong_issuer')
  if (claims.sub !== options.subject) return refused('token_wrong_subject')
  const nowSeconds = options.now.getTime() / 1000
  const times = checkTimes(claims, nowSeconds, LIFETIME_SECONDS_AT_MOST)
  if (typeof times === 'string') return refused(times)
  const { ttl } = claims
  if (!isCount(ttl) || ttl === 0 || ttl > TTL_SECONDS_AT_MOST) return refused('token_lifetime_refused')
  const freshUntil = Math.min(times.exp, times.iat + ttl)
  if (nowSeconds >= freshUntil) return refused('token_expired')
  return accepted({ freshUntil, list: claims.status_list })
}

async function readBits(list: unknown, bytes: number): Promise<Uint8Array | undefined> {
  if (typeof list !== 'object' || list === null) return undefined
  const { bits, lst } = list as { bits?: unknown; lst?: unknown }
  const packed = bits === 1 && typeof lst === 'string' ? decodeBase64url(lst) : undefined
  const inflated = packed && (await inflateAtMost(packed, bytes))
  return inflated?.length === bytes ? inflated : undefined
}
