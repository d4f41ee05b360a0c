import { orderHash } from '../voucher-token/order-hash.ts'
import { craftToken, hs256WithPublicKey, withHighSignature } from './craft-token.ts'
import { fixedKeys, NOW } from './fixed-keys.ts'

// Voucher tokens that a partner's verifier must accept, and such that it must refuse, each with its code.

type Case = readonly [name: string, token: string, code: string]

const TENANT = 'gaoxian'
const keyRing = fixedKeys()
const key = keyRing.signingKey(TENANT, 2)
const older = keyRing.signingKey(TENANT, 1)
const iat = NOW / 1000
const settings = {
  issuer: 'https://vouchers.example',
  audience: 'partner:waimai',
  orderNumber: 'A-1',
  now: new Date(NOW).toISOString(),
}
const header = { alg: 'ES256', kid: key.kid, typ: 'tally-voucher+jwt' }
const ord = orderHash('A-1')
const claims = {
  iss: settings.issuer,
  aud: settings.audience,
  sub: 'holder_7',
  jti: 'vtk_1',
  ver: 3,
  iat,
  exp: iat + 60,
  ord,
}
const make = (c: object = {}, h: object = {}, by = key) =>
  craftToken(by, JSON.stringify({ ...header, ...h }), JSON.stringify({ ...claims, ...c }))
const good = make()
const [head, payload] = good.split('.') as [string, string]
const lastCharacter = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const respelled = good.slice(0, -1) + lastCharacter[lastCharacter.indexOf(good.at(-1) as string) + 1]
const twice = craftToken(key, JSON.stringify(header), JSON.stringify(claims).replace('{', '{"ver":4,'))
const markKey = keyRing.signingKey(TENANT, 2, 'tally-mark')

/** What the bytes, the header and the signature show. */
const illFormed: readonly Case[] = [
  ['other last character', respelled, 'token_malformed'],
  ['padding', `${good}==`, 'token_malformed'],
  ['newline at the end', `${good}\n`, 'token_malformed'],
  ['(r, n - s)', withHighSignature(good), 'token_malformed'],
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
  [
    'key of another tenant',
    make({}, { kid: keyRing.signingKey('yibin', 2).kid }, keyRing.signingKey('yibin', 2)),
    'token_key_unknown',
  ],
  ['key of the card marks', make({}, { kid: markKey.kid }, markKey), 'token_key_unknown'],
  ['signed by another key', make({}, {}, keyRing.signingKey('yibin', 2)), 'token_signature_invalid'],
  ['signature of zeros', `${head}.${payload}.${'A'.repeat(86)}`, 'token_signature_invalid'],
]

/** What a genuine signature does not make good. */
const illClaimed: readonly Case[] = [
  ['another issuer', make({ iss: 'https://vouchers.example/' }), 'token_wrong_issuer'],
  ['another audience', make({ aud: 'partner:other' }), 'token_wrong_audience'],
  ['audience as a list', make({ aud: ['partner:waimai'] }), 'token_wrong_audience'],
  ['no exp', make({ exp: undefined }), 'token_lifetime_refused'],
  ['exp 61 seconds after iat', make({ exp: iat + 61 }), 'token_lifetime_refused'],
  ['exp in ten years', make({ exp: iat + 315_360_000 }), 'token_lifetime_refused'],
  ['no iat', make({ iat: undefined }), 'token_lifetime_refused'],
  ['iat in eleven seconds', make({ iat: iat + 11 }), 'token_not_yet_valid'],
  ['exp now', make({ iat: iat - 60, exp: iat }), 'token_expired'],
  ['another order', make({ ord: orderHash('A-2') }), 'token_wrong_order'],
  ['no number', make({ jti: undefined }), 'token_malformed'],
]

const valid = [
  { name: 'as minted', token: good, expected: { ok: true, ...claims } },
  { name: 'a claim that is not ours', token: make({ scope: 'all' }), expected: { ok: true, ...claims } },
  {
    name: 'iat in ten seconds',
    token: make({ iat: iat + 10, exp: iat + 70 }),
    expected: { ok: true, ...claims, iat: iat + 10, exp: iat + 70 },
  },
  {
    name: 'of an older epoch',
    token: make({}, { kid: older.kid }, older),
    expected: { ok: true, ...claims },
  },
]

export function makeVoucherTokenVectors() {
  const invalid = [...illFormed, ...illClaimed].map(([name, token, code]) => ({
    name,
    token,
    expected: { ok: false, code },
  }))
  const description = 'Voucher tokens: verify `token` with `jwks` and `settings`.'
  return { description, settings, jwks: keyRing.publicKeys(TENANT, NOW), valid, invalid }
}
