import type { VerifyingSuite } from '../../kernel/suite.ts'
import { decodeBase64url } from '../base64url.ts'
import { textOf } from '../platform.ts'
import { parseStrictJson } from '../strict-json.ts'

const CHARACTERS_AT_MOST = 2048

export type GateRefusal = 'token_too_large' | 'token_malformed' | 'token_header_refused' | 'token_wrong_type'

export interface PassedGates {
  readonly kid: string
  /** The one that the header names; whether the key is of it is not yet known. */
  readonly suite: VerifyingSuite
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** Bytes of well-formed UTF-8 that are a JSON object without a member named twice; else undefined. */
export function objectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  const text = textOf(bytes)
  const value = text === undefined ? undefined : parseStrictJson(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/**
 * What can be refused before any key is touched, cheapest first: size, spelling (three canonical base64url parts), header
 * (`alg`, `kid`, `typ` and nothing else, so no `crit`, `jku`, `x5u`, `jwk`), exact `typ`, an `alg` of these suites, and the
 * only spelling of the signature that its suite takes.
 */
export function passGates(
  token: unknown,
  type: string,
  suites: readonly VerifyingSuite[],
  charactersAtMost = CHARACTERS_AT_MOST,
): PassedGates | GateRefusal {
  if (typeof token !== 'string') return 'token_malformed'
  if (token.length > charactersAtMost) return 'token_too_large'
  const parts = token.split('.')
  if (parts.length !== 3) return 'token_malformed'
  const [header, payload, signature] = parts.map(decodeBase64url)
  if (header === undefined || payload === undefined || signature === undefined) return 'token_malformed'
  const members = objectIn(header)
  if (members === undefined) return 'token_malformed'
  const { alg, kid, typ } = members
  if (Object.keys(members).length !== 3 || typeof kid !== 'string') return 'token_header_refused'
  if (typ !== type) return typ === undefined ? 'token_header_refused' : 'token_wrong_type'
  const suite = suites.find((known) => known.alg === alg)
  if (suite === undefined) return 'token_header_refused'
  // After the header, so that `none` with no signature is told what is wrong with it.
  return suite.isOnlySpelling(signature) ? { kid, suite, payload, signature } : 'token_malformed'
}
