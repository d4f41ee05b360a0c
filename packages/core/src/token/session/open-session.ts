import type { KeyRing } from '../../kernel/key-ring.ts'
import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Suite } from '../../kernel/suite.ts'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { isTenant } from '../keys/derive-secret.ts'
import { isLiveAt } from '../keys/key-material.ts'
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

interface Opened {
  readonly claims: SessionClaims
  readonly suite: Suite
}

/** By the list of epochs, which is another one when other keys are loaded: replacing the session key ends every session. */
const openedBy = new WeakMap<ReturnType<KeyRing['epochs']>, Map<string, Opened>>()

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
  { keyRing, now }: { readonly keyRing: KeyRing; readonly now: number },
): Outcome<SessionClaims, 'session_invalid' | 'session_expired'> {
  const epochs = keyRing.epochs()
  const known = openedBy.get(epochs) ?? new Map<string, Opened>()
  openedBy.set(epochs, known)
  const opened = known.get(text) ?? unseal(text, keyRing)
  if (opened === undefined) return refused('session_invalid')
  const { claims, suite } = opened
  if (!isInUse(keyRing, claims.tenant, suite, now)) return refused('session_invalid')
  if (now >= claims.exp * 1000) return refused('session_expired')
  remember(known, text, opened, OPENED_AT_MOST)
  return accepted(claims)
}

function unseal(text: unknown, keyRing: KeyRing): Opened | undefined {
  if (typeof text !== 'string' || text.length > SESSION_CHARACTERS_AT_MOST) return undefined
  const parts = text.split('.')
  const [header = '', encryptedKey, ...rest] = parts
  if (parts.length !== 5 || encryptedKey !== '') return undefined
  const named = namedBy(header, keyRing.suites)
  const [nonce, sealed, tag] = rest.map(decodeBase64url)
  if (named === undefined || sealed === undefined || nonce?.length !== NONCE_BYTES || tag?.length !== TAG_BYTES) {
    return undefined
  }
  const { tenant, suite } = named
  const bytes = decrypt(suite, keyRing.sessionKey(tenant, suite.name), nonce, utf8(header), sealed, tag)
  const plain = bytes === undefined ? undefined : textOf(bytes)
  const claims = plain === undefined ? undefined : (JSON.parse(plain) as SessionClaims)
  const isOurs = claims?.tenant === tenant && claims.exp - claims.iat <= SESSION_SECONDS_AT_MOST
  return isOurs ? { claims: frozen(claims), suite } : undefined
}

/** All callers with the same session share one object. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) frozen(member)
  return Object.freeze(value)
}

/** The tenant and suite that a header names, if it is to the byte the header we write for them. */
function namedBy(
  header: string,
  suites: readonly Suite[],
): { readonly tenant: string; readonly suite: Suite } | undefined {
  const bytes = decodeBase64url(header)
  const text = bytes === undefined ? undefined : textOf(bytes)
  const members = text === undefined ? undefined : parseStrictJson(text)
  const { ten, enc } = (members ?? {}) as { ten?: unknown; enc?: unknown }
  const suite = suites.find((known) => known.enc === enc)
  if (suite === undefined || !isTenant(ten)) return undefined
  return encodeBase64url(utf8(sessionHeader(ten, suite))) === header ? { tenant: ten, suite } : undefined
}

/** Keys say which suite is good: a tenant none of whose live epochs is of P-256 takes no session of P-256 any more. */
function isInUse(keyRing: KeyRing, tenant: string, suite: Suite, now: number): boolean {
  return keyRing
    .epochs()
    .some((entry) => isLiveAt(entry, now) && keyRing.suite(tenant, entry.epoch).name === suite.name)
}

function decrypt(
  suite: Suite,
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
    return suite.open(key, nonce, whole, additional)
  } catch {
    return undefined
  }
}
