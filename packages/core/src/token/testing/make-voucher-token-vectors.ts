import type { KeyRing } from '../../kernel/key-ring.ts'
import type { SigningKey } from '../../kernel/suite.ts'
import { encodeBase64url } from '../base64url.ts'
import { ORDER } from '../suite-sm/sm2-order.ts'
import { orderHash } from '../voucher-token/order-hash.ts'
import { craftToken, hs256WithPublicKey, withHighSignature, withOtherS } from './craft-token.ts'
import { fixedKeys, NOW } from './fixed-keys.ts'

// Voucher tokens that a partner's verifier must accept, and such that it must refuse, each with its code.

type Case = readonly [name: string, token: string, code: string]
type Make = (claims?: object, header?: object, by?: SigningKey) => string

const TENANT = 'gaoxian'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const iat = NOW / 1000
const settings = {
  issuer: 'https://vouchers.example',
  audience: 'partner:waimai',
  orderNumber: 'A-1',
  now: new Date(NOW).toISOString(),
}

/** What every case is an alteration of. */
function soundToken(keyRing: KeyRing) {
  const key = keyRing.signingKey(TENANT, 2)
  const { suite } = key
  const header = { alg: suite.alg, kid: key.kid, typ: 'tally-voucher+jwt' }
  const { issuer: iss, audience: aud } = settings
  const ord = orderHash('A-1', suite)
  const claims = { iss, aud, sub: 'holder_7', jti: 'vtk_1', ver: 3, iat, exp: iat + 60, ord }
  const make: Make = (c = {}, h = {}, by = key) =>
    craftToken(by, JSON.stringify({ ...header, ...h }), JSON.stringify({ ...claims, ...c }))
  return { key, suite, header, claims, make, good: make() }
}

/** What the bytes, the header and the signature show. */
function illFormed(keyRing: KeyRing): readonly Case[] {
  const { key, header, claims, make, good } = soundToken(keyRing)
  const [head, payload] = good.split('.') as [string, string]
  const respelled = good.slice(0, -1) + LETTERS[LETTERS.indexOf(good.at(-1) as string) + 1]
  const twice = craftToken(key, JSON.stringify(header), JSON.stringify(claims).replace('{', '{"ver":4,'))
  const markKey = keyRing.signingKey(TENANT, 2, 'tally-mark')
  const foreign = keyRing.signingKey('yibin', 2)
  return [
    ['other last character', respelled, 'token_malformed'],
    ['padding', `${good}==`, 'token_malformed'],
    ['newline at the end', `${good}\n`, 'token_malformed'],
    ['a claim twice', twice, 'token_malformed'],
    ['too large', make({ pad: 'x'.repeat(2048) }), 'token_too_large'],
    ['alg none', make({}, { alg: 'none' }), 'token_header_refused'],
    ['alg none, unsigned', `${make({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`, 'token_header_refused'],
    ['alg HS256', make({}, { alg: 'HS256' }), 'token_header_refused'],
    ['HS256 with the public key', hs256WithPublicKey({ ...header, alg: 'HS256' }, claims, key), 'token_header_refused'],
    ['no typ', make({}, { typ: undefined }), 'token_header_refused'],
    ['no kid', make({}, { kid: undefined }), 'token_header_refused'],
    ['two parts', `${head}.${payload}`, 'token_malformed'],
    [
      'a member of the header twice',
      craftToken(key, JSON.stringify(header).replace('{', '{"alg":"none",'), JSON.stringify(claims)),
      'token_malformed',
    ],
    ['jku', make({}, { jku: 'https://attacker.example/keys' }), 'token_header_refused'],
    ['x5u', make({}, { x5u: 'https://attacker.example/chain.pem' }), 'token_header_refused'],
    ['jwk', make({}, { jwk: keyRing.signingKey('attacker', 1).publicJwk }), 'token_header_refused'],
    ['crit', make({}, { crit: ['exp'] }), 'token_header_refused'],
    ['typ JWT', make({}, { typ: 'JWT' }), 'token_wrong_type'],
    ['typ in capitals', make({}, { typ: 'TALLY-VOUCHER+JWT' }), 'token_wrong_type'],
    ['key of another tenant', make({}, { kid: foreign.kid }, foreign), 'token_key_unknown'],
    ['key of the card marks', make({}, { kid: markKey.kid }, markKey), 'token_key_unknown'],
    ['signed by another key', make({}, {}, foreign), 'token_signature_invalid'],
    ...illSigned(keyRing),
  ]
}

/** What the two algorithms differ in. */
function illSigned(keyRing: KeyRing): readonly Case[] {
  const { suite, header, claims, make, good } = soundToken(keyRing)
  const [head, payload] = good.split('.') as [string, string]
  const signedWith = (bytes: Uint8Array) => `${head}.${payload}.${encodeBase64url(bytes)}`
  if (suite.name === 'p256') {
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

/** What a genuine signature does not make good. */
function illClaimed(keyRing: KeyRing): readonly Case[] {
  const { suite, make } = soundToken(keyRing)
  return [
    ['another issuer', make({ iss: 'https://vouchers.example/' }), 'token_wrong_issuer'],
    ['another audience', make({ aud: 'partner:other' }), 'token_wrong_audience'],
    ['audience as a list', make({ aud: ['partner:waimai'] }), 'token_wrong_audience'],
    ['no exp', make({ exp: undefined }), 'token_lifetime_refused'],
    ['exp 61 seconds after iat', make({ exp: iat + 61 }), 'token_lifetime_refused'],
    ['exp in ten years', make({ exp: iat + 315_360_000 }), 'token_lifetime_refused'],
    ['no iat', make({ iat: undefined }), 'token_lifetime_refused'],
    ['iat in eleven seconds', make({ iat: iat + 11 }), 'token_not_yet_valid'],
    ['exp now', make({ iat: iat - 60, exp: iat }), 'token_expired'],
    ['another order', make({ ord: orderHash('A-2', suite) }), 'token_wrong_order'],
    ...(suite.name === 'p256'
      ? []
      : [['the order by SHA-256', make({ ord: orderHash('A-1') }), 'token_wrong_order'] as const]),
    ['no number', make({ jti: undefined }), 'token_malformed'],
  ]
}

export function makeVoucherTokenVectors(keyRing: KeyRing) {
  const { suite, claims, make, good } = soundToken(keyRing)
  const older = keyRing.signingKey(TENANT, 1)
  const late = { iat: iat + 10, exp: iat + 70 }
  const valid = [
    { name: 'as minted', token: good, expected: { ok: true, ...claims } },
    { name: 'a claim that is not ours', token: make({ scope: 'all' }), expected: { ok: true, ...claims } },
    { name: 'iat in ten seconds', token: make(late), expected: { ok: true, ...claims, ...late } },
    { name: 'of an older epoch', token: make({}, { kid: older.kid }, older), expected: { ok: true, ...claims } },
  ]
  const invalid = [...illFormed(keyRing), ...illClaimed(keyRing)].map(([name, token, code]) => ({
    name,
    token,
    expected: { ok: false, code },
  }))
  const under = suite.name === 'p256' ? '' : ' By SM2 and SM3.'
  const description = `Voucher tokens: verify \`token\` with \`jwks\` and \`settings\`.${under}`
  return { description, settings, jwks: keyRing.publicKeys(TENANT, NOW), valid, invalid }
}
