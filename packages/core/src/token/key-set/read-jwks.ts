import { TallyError } from '../../kernel/error.ts'
import type { KeyUse, VerifyingSuite } from '../../kernel/suite.ts'
import { decodeBase64url } from '../base64url.ts'
import { MARK_HINT_CHARACTERS, type VerifyingKey } from './key-set.ts'

const KEYS_AT_MOST = 512
const KID = /^[\w-]{8,128}$/

interface Entry {
  readonly kid: string
  readonly suite: VerifyingSuite
  readonly x: string
  readonly y: string
  found: Promise<VerifyingKey | undefined> | undefined
}

export type KeyIndex = ReadonlyMap<string, Entry>

function malformed(rule: string): TallyError {
  return new TallyError('key_set_malformed', `The key set is malformed: ${rule}.`, { detail: { rule } })
}

function idOf(use: KeyUse, kid: string): string {
  return `${use} ${use === 'sig' ? kid : kid.slice(0, MARK_HINT_CHARACTERS)}`
}

function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && decodeBase64url(value)?.length === 32
}

/**
 * Reads a JWK set (RFC 7517). Keys of other kinds, curves, algorithms or uses than those of `suites` are passed over (§5), so
 * that a second suite can be published beside the first.
 *
 * @throws TallyError `key_set_malformed`, `key_set_private` (a private key must never be in a key set).
 */
export function readJwks(jwks: unknown, suites: readonly VerifyingSuite[]): KeyIndex {
  const keys = (jwks as { keys?: unknown } | null | undefined)?.keys
  if (!Array.isArray(keys)) throw malformed('no list of keys')
  if (keys.length > KEYS_AT_MOST) throw malformed(`more than ${KEYS_AT_MOST} keys`)
  const index = new Map<string, Entry>()
  for (const entry of keys) {
    if (typeof entry !== 'object' || entry === null) throw malformed('a key is not an object')
    const { kty, crv, x, y, alg, use, kid, d } = entry as Record<string, unknown>
    if (d !== undefined) throw new TallyError('key_set_private', 'A key set holds public keys only.')
    const suite = suites.find((known) => known.crv === crv && known.alg === alg)
    if (kty !== 'EC' || suite === undefined) continue
    if (use !== 'sig' && use !== 'tally-mark') continue
    if (typeof kid !== 'string' || !KID.test(kid) || !isCoordinate(x) || !isCoordinate(y)) continue
    const id = idOf(use, kid)
    if (index.has(id)) throw malformed('two keys have the same id')
    index.set(id, { kid, suite, x, y, found: undefined })
  }
  return index
}

/** The key with this id; imported when it is first asked for. A point that is not on the curve is no key. */
export async function findKey(index: KeyIndex, use: KeyUse, id: string): Promise<VerifyingKey | undefined> {
  const entry = index.get(`${use} ${id}`)
  if (entry) entry.found ??= importEntry(entry)
  return entry?.found
}

async function importEntry({ kid, suite, x, y }: Entry): Promise<VerifyingKey | undefined> {
  const key = await suite.importKey({ x, y })
  return key && { kid, key, suite }
}
