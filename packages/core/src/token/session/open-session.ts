import type { KeyRing } from '../../kernel/key-ring.ts'
import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { openAesGcm } from '../aes-gcm.ts'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { isTenant } from '../keys/derive-secret.ts'
import { textOf, utf8 } from '../platform.ts'
import { remember } from '../remember.ts'
import { parseStrictJson } from '../strict-json.ts'
import {
  NONCE_BYTES,
  SESSION_CHARACTERS_AT_MOST,
  SESSION_SECONDS_AT_MOST,
  type SessionClaims,
  sessionHeader,
  TAG_BYTES,
} from './session-claims.ts'

/** A till sends the same session with every sale: opening it again (about 0.1 ms) would cost more than the sale. */
const OPENED_AT_MOST = 4096
const openedBy = new WeakMap<KeyRing, Map<string, SessionClaims>>()

/**
 * Opens a sealed session, synchronously. The tenant is read from the protected header to find the key, and must be the
 * one inside.
 *
 * Not checked: whether the session or its bearer was revoked, and what the bearer may do.
 *
 * @param options.now epoch milliseconds.
 * @returns refusals: `session_invalid` (not ours, altered, or not spelled as we spell it), `session_expired`.
 * @example const session = openSession(bearer, { keyRing, now: clock.now() })
 * @see RFC 7516
 */
export function openSession(
  text: string,
  options: { readonly keyRing: KeyRing; readonly now: number },
): Outcome<SessionClaims, 'session_invalid' | 'session_expired'> {
  const opened = openedBy.get(options.keyRing) ?? new Map<string, SessionClaims>()
  openedBy.set(options.keyRing, opened)
  const claims = opened.get(text) ?? unseal(text, options.keyRing)
  if (claims === undefined) return refused('session_invalid')
  if (options.now >= claims.exp * 1000) return refused('session_expired')
  remember(opened, text, claims, OPENED_AT_MOST)
  return accepted(claims)
}

function unseal(text: unknown, keyRing: KeyRing): SessionClaims | undefined {
  if (typeof text !== 'string' || text.length > SESSION_CHARACTERS_AT_MOST) return undefined
  const parts = text.split('.')
  const [header = '', encryptedKey, ...rest] = parts
  if (parts.length !== 5 || encryptedKey !== '') return undefined
  const tenant = tenantOf(header)
  const [nonce, sealed, tag] = rest.map(decodeBase64url)
  if (tenant === undefined || sealed === undefined || nonce?.length !== NONCE_BYTES || tag?.length !== TAG_BYTES) {
    return undefined
  }
  const bytes = decrypt(keyRing.sessionKey(tenant), nonce, utf8(header), sealed, tag)
  const plain = bytes === undefined ? undefined : textOf(bytes)
  const claims = plain === undefined ? undefined : (JSON.parse(plain) as SessionClaims)
  return claims?.tenant === tenant && claims.exp - claims.iat <= SESSION_SECONDS_AT_MOST ? frozen(claims) : undefined
}

/** All callers with the same session share one object. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) frozen(member)
  return Object.freeze(value)
}

/** The tenant that a header names, if it is to the byte the header we write for that tenant. */
function tenantOf(header: string): string | undefined {
  const bytes = decodeBase64url(header)
  const text = bytes === undefined ? undefined : textOf(bytes)
  const members = text === undefined ? undefined : parseStrictJson(text)
  const tenant = (members as { ten?: unknown } | null | undefined)?.ten
  if (typeof tenant !== 'string' || !isTenant(tenant)) return undefined
  return encodeBase64url(utf8(sessionHeader(tenant))) === header ? tenant : undefined
}

function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  additional: Uint8Array,
  sealed: Uint8Array,
  tag: Uint8Array,
): Uint8Array | undefined {
  const whole = new Uint8Array(sealed.length + TAG_BYTES)
  whole.set(sealed)
  whole.set(tag, sealed.length)
  try {
    return openAesGcm(key, nonce, whole, additional)
  } catch {
    return undefined
  }
}
