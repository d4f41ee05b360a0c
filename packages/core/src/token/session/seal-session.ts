import { TallyError } from '../../kernel/error.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'
import type { RandomBytes } from '../random-bytes.ts'
import {
  type NewSession,
  NONCE_BYTES,
  SESSION_CHARACTERS_AT_MOST,
  SESSION_SECONDS_AT_MOST,
  sessionHeader,
  TAG_BYTES,
} from './session-claims.ts'

/**
 * Seals what the host has verified about its user, so that later calls need no look-up: a compact JWE (`dir`, A256GCM or,
 * while the epoch in use is of SM, SM4-GCM) that only this installation can read or make. Made synchronously.
 *
 * Not checked: that the claims are true; the host's backend says so with its secret key. A session is a bearer token:
 * whoever holds it may use it until it ends.
 *
 * @param claims JSON; tenant, `jti`, `iat` and `exp` are set here.
 * @param options.now epoch milliseconds.
 * @param options.ttlSeconds 1 to 86400.
 * @param options.random `(length) => bytes`, cryptographically secure: 28 bytes are used.
 * @returns at most 8192 characters.
 * @throws TallyError `session_ttl_out_of_range`, `session_claims_malformed`, `session_too_large`, `tenant_malformed`,
 *   `keys_no_active_epoch`.
 * @see RFC 7516, RFC 7518 §4.5, §5.3, RFC 8998 §2.1 (SM4-GCM)
 */
export function sealSession(
  claims: NewSession,
  options: {
    readonly keyRing: KeyRing
    readonly tenant: string
    readonly now: number
    readonly ttlSeconds: number
    readonly random: RandomBytes
  },
): string {
  const { keyRing, tenant, now, ttlSeconds, random } = options
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > SESSION_SECONDS_AT_MOST) {
    throw new TallyError('session_ttl_out_of_range', 'A session lasts from 1 second to 24 hours.')
  }
  if (typeof claims.role !== 'string' || claims.role === '') {
    throw new TallyError('session_claims_malformed', 'A session needs a role.')
  }
  const suite = keyRing.suite(tenant, keyRing.epochAt(now))
  const key = keyRing.sessionKey(tenant, suite.name)
  const iat = Math.floor(now / 1000)
  const jti = encodeBase64url(random(16))
  const whole = { ...claims, tenant, jti, iat, exp: iat + ttlSeconds }
  const header = encodeBase64url(utf8(sessionHeader(tenant, suite)))
  const nonce = random(NONCE_BYTES)
  const sealed = suite.seal(key, nonce, utf8(JSON.stringify(whole)), utf8(header))
  const parts = [header, '', nonce, sealed.subarray(0, -TAG_BYTES), sealed.subarray(-TAG_BYTES)]
  const text = parts.map((part) => (typeof part === 'string' ? part : encodeBase64url(part))).join('.')
  if (text.length > SESSION_CHARACTERS_AT_MOST) {
    throw new TallyError('session_too_large', 'The claims of a session are too large: it travels with every call.')
  }
  return text
}
