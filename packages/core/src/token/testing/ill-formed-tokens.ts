import type { KeyRing } from '../../kernel/key-ring.ts'
import type { SigningKey } from '../../kernel/suite.ts'
import { encodeBase64url } from '../base64url.ts'
import { ORDER } from '../suite-sm/sm2-order.ts'
import { craftToken, hs256WithPublicKey, withHighSignature, withOtherS } from './craft-token.ts'
import { fixedKeys, NOW } from './fixed-keys.ts'

// What is wrong with any token of ours, whatever kind it is and whatever it says: every verifier must refuse it, by its code.

export type Case = readonly [name: string, token: string, code: string]
type Make = (claims?: object, header?: object, by?: SigningKey) => string

export const TENANT = 'gaoxian'
export const ISSUER = 'https://vouchers.example'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const iat = NOW / 1000

/** A sound token of one kind: what every case is an alteration of. */
export interface SoundToken {
  readonly header: object
  readonly claims: object
  readonly make: Make
  readonly good: string
}

/** A token of the newest key; `claims` are sound as they are. */
export function soundToken(keyRing: KeyRing, typ: string, claims: object): SoundToken {
  const key = keyRing.signingKey(TENANT, 2)
  const header = { alg: key.suite.alg, kid: key.kid, typ }
  const make: Make = (c = {}, h = {}, by = key) =>
    craftToken(by, JSON.stringify({ ...header, ...h }), JSON.stringify({ ...claims, ...c }))
  return { header, claims, make, good: make() }
}

/** Every case for one kind. @param otherTyp of another kind of token */
export function illTokens(keyRing: KeyRing, sound: SoundToken, otherTyp: string): readonly Case[] {
  return [
    ...illSpelled(keyRing, sound),
    ...illHeaded(keyRing, sound, otherTyp),
    ...illKeyed(keyRing, sound),
    ...illSigned(keyRing, sound),
    ...illTimed(sound),
  ]
}

function illSpelled(keyRing: KeyRing, { header, claims, make, good }: SoundToken): readonly Case[] {
  const key = keyRing.signingKey(TENANT, 2)
  const [head, payload, signature = ''] = good.split('.')
  const respelled = good.slice(0, -1) + LETTERS[LETTERS.indexOf(good.at(-1) as string) + 1]
  const [claim = ''] = Object.keys(claims)
  const escaped = `\\u00${claim.charCodeAt(0).toString(16)}${claim.slice(1)}`
  const twice = (text: object, first: string) => JSON.stringify(text).replace('{', `{${first},`)
  return [
    ['other last character', respelled, 'token_malformed'],
    ['padding', `${good}==`, 'token_malformed'],
    ['newline at the end', `${good}\n`, 'token_malformed'],
    [
      'a space in the signature',
      `${head}.${payload}.${signature.slice(0, 9)} ${signature.slice(9)}`,
      'token_malformed',
    ],
    ['two parts', `${head}.${payload}`, 'token_malformed'],
    ['a claim twice', craftToken(key, JSON.stringify(header), twice(claims, `"${claim}":"x"`)), 'token_malformed'],
    [
      'a claim twice, one escaped',
      craftToken(key, JSON.stringify(header), twice(claims, `"${escaped}":"x"`)),
      'token_malformed',
    ],
    [
      'a member of the header twice',
      craftToken(key, twice(header, '"alg":"none"'), JSON.stringify(claims)),
      'token_malformed',
    ],
    ['too large', make({ pad: 'x'.repeat(2048) }), 'token_too_large'],
  ]
}

function illHeaded(keyRing: KeyRing, { header, claims, make }: SoundToken, otherTyp: string): readonly Case[] {
  const key = keyRing.signingKey(TENANT, 2)
  const typ = String((header as { typ: string }).typ)
  return [
    ['alg none', make({}, { alg: 'none' }), 'token_header_refused'],
    ['alg none, unsigned', `${make({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`, 'token_header_refused'],
    ['alg HS256', make({}, { alg: 'HS256' }), 'token_header_refused'],
    ['HS256 with the public key', hs256WithPublicKey({ ...header, alg: 'HS256' }, claims, key), 'token_header_refused'],
    ['no typ', make({}, { typ: undefined }), 'token_header_refused'],
    ['no kid', make({}, { kid: undefined }), 'token_header_refused'],
    ['jku', make({}, { jku: 'https://attacker.example/keys' }), 'token_header_refused'],
    ['x5u', make({}, { x5u: 'https://attacker.example/chain.pem' }), 'token_header_refused'],
    ['jwk', make({}, { jwk: keyRing.signingKey('attacker', 1).publicJwk }), 'token_header_refused'],
    ['crit', make({}, { crit: ['exp'] }), 'token_header_refused'],
    ['typ JWT', make({}, { typ: 'JWT' }), 'token_wrong_type'],
    ['typ in capitals', make({}, { typ: typ.toUpperCase() }), 'token_wrong_type'],
    ['typ of another kind', make({}, { typ: otherTyp }), 'token_wrong_type'],
  ]
}

function illKeyed(keyRing: KeyRing, { make }: SoundToken): readonly Case[] {
  const markKey = keyRing.signingKey(TENANT, 2, 'tally-mark')
  const foreign = keyRing.signingKey('yibin', 2)
  return [
    ['key of another tenant', make({}, { kid: foreign.kid }, foreign), 'token_key_unknown'],
    ['key of the card marks', make({}, { kid: markKey.kid }, markKey), 'token_key_unknown'],
    ['signed by another key', make({}, {}, foreign), 'token_signature_invalid'],
  ]
}

/** What the two algorithms differ in. */
function illSigned(keyRing: KeyRing, { header, claims, make, good }: SoundToken): readonly Case[] {
  const [head, payload] = good.split('.') as [string, string]
  const signedWith = (bytes: Uint8Array) => `${head}.${payload}.${encodeBase64url(bytes)}`
  if (keyRing.signingKey(TENANT, 2).suite.name === 'p256') {
    return [
      ['(r, n - s)', withHighSignature(good), 'token_malformed'],
      ['signature of zeros', signedWith(new Uint8Array(64)), 'token_signature_invalid'],
    ]
  }
  const other = fixedKeys().signingKey(TENANT, 2)
  return [
    ['(r, n - s)', withOtherS(good, ORDER), 'token_signature_invalid'],
    ['signature of zeros', signedWith(new Uint8Array(64)), 'token_malformed'],
    ['r above the order', signedWith(new Uint8Array(64).fill(0xff, 0, 32).fill(1, 32)), 'token_malformed'],
    [
      'ES256 under this key',
      craftToken(other, JSON.stringify({ ...header, alg: 'ES256' }), JSON.stringify(claims)),
      'token_key_unknown',
    ],
    ['ES256 key that the set has not', make({}, { alg: 'ES256', kid: other.kid }, other), 'token_key_unknown'],
    ['alg SM2 in small letters', make({}, { alg: 'sm2' }), 'token_header_refused'],
  ]
}

function illTimed({ make }: SoundToken): readonly Case[] {
  return [
    ['another issuer', make({ iss: `${ISSUER}/` }), 'token_wrong_issuer'],
    ['no exp', make({ exp: undefined }), 'token_lifetime_refused'],
    ['exp in ten years', make({ exp: iat + 315_360_000 }), 'token_lifetime_refused'],
    ['no iat', make({ iat: undefined }), 'token_lifetime_refused'],
    ['iat in eleven seconds', make({ iat: iat + 11 }), 'token_not_yet_valid'],
    ['iat tomorrow', make({ iat: iat + 86_400, exp: iat + 86_430 }), 'token_not_yet_valid'],
  ]
}

export function asInvalid(cases: readonly Case[]) {
  return cases.map(([name, token, code]) => ({ name, token, expected: { ok: false, code } }))
}
