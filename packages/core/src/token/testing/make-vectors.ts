import { cardMarkUrl, mintCardMark } from '../card-mark/mint-card-mark.ts'
import type { CodeForm } from '../code/code-form.ts'
import { stepAt } from '../code/code-step.ts'
import { mintCodes } from '../code/mint-codes.ts'
import { decodeCrockford, encodeCrockford } from '../crockford.ts'
import { orderHash } from '../voucher-token/order-hash.ts'
import { craftToken, withHighSignature } from './craft-token.ts'
import { FIXED_MATERIAL, fixedKeys, NOW } from './fixed-keys.ts'

// What a second implementation needs: fixed keys, inputs, and the outcome of each. Signatures are RFC 6979, so every byte
// is the same on every run.

const TENANT = 'gaoxian'
const keyRing = fixedKeys()
const iso = (ms: number) => new Date(ms).toISOString()
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

export interface CodeVector {
  readonly name: string
  readonly now: string
  readonly text: string
  /** What reading it says: the subject, or a refusal code. */
  readonly expected: Readonly<Record<string, unknown>>
}

export function makeCodeVectors() {
  const subject = { owner: 0xfedcba987654, kind: 5, ordinal: 4711, version: 3 }
  const minted = (form: CodeForm, everySeconds: number, more: Partial<typeof subject> = {}) =>
    mintCodes({ keys: keyRing, tenant: TENANT, form, everySeconds, subject: { ...subject, ...more }, now: NOW })
  const valid: CodeVector[] = []
  for (const [form, everySeconds] of [
    ['voucher', 30],
    ['card', 60],
    ['pickup', 30],
  ] as const) {
    for (const [index, code] of minted(form, everySeconds).entries()) {
      const expected = { ok: true, form, ...subject, step: code.step }
      valid.push({
        name: `${form}, ${everySeconds} s, ${index} ahead`,
        now: iso(code.validFrom),
        text: code.text,
        expected,
      })
    }
  }
  const extremes = { owner: 2 ** 48 - 1, kind: 63, ordinal: 2 ** 18 - 1, version: 15 }
  const [greatest] = minted('voucher', 30, extremes)
  const text = minted('voucher', 30)[0]?.text as string
  const step = stepAt(NOW, 30)
  valid.push({
    name: 'greatest numbers',
    now: iso(NOW),
    text: greatest?.text as string,
    expected: { ok: true, form: 'voucher', ...extremes, step },
  })
  valid.push({
    name: 'as typed',
    now: iso(NOW),
    text: ` ${text.slice(0, 15).toLowerCase()}-${text.slice(15)}`.replaceAll('0', 'o').replaceAll('1', 'I'),
    expected: { ok: true, form: 'voucher', ...subject, step },
  })
  valid.push({
    name: 'five days late',
    now: iso(NOW + 432_000_000),
    text,
    expected: { ok: true, form: 'voucher', ...subject, step },
  })
  const mistyped = { ok: false, code: 'code_mistyped' }
  const unknown = { ok: false, code: 'code_unknown' }
  const foreign = mintCodes({ keys: keyRing, tenant: 'yibin', form: 'voucher', everySeconds: 30, subject, now: NOW })
  const invalid: CodeVector[] = [
    {
      name: 'one character wrong',
      now: iso(NOW),
      text: `${text.slice(0, 9)}${text[9] === '7' ? '8' : '7'}${text.slice(10)}`,
      expected: mistyped,
    },
    { name: 'a character missing', now: iso(NOW), text: text.slice(1), expected: mistyped },
    { name: 'a letter that is none', now: iso(NOW), text: `U${text.slice(1)}`, expected: mistyped },
    { name: 'another tenant', now: iso(NOW), text: foreign[0]?.text as string, expected: unknown },
    { name: 'made up, well written', now: iso(NOW), text: '0'.repeat(30), expected: unknown },
    { name: 'a week late', now: iso(NOW + 604_800_000), text, expected: unknown },
  ]
  const derived = { voucherCodeKeyOfEpoch2: hex(keyRing.derive('code/voucher', TENANT, 2)) }
  return {
    description: 'Rotating codes: read `text` at `now` for `tenant`.',
    tenant: TENANT,
    keys: FIXED_MATERIAL,
    derived,
    valid,
    invalid,
  }
}

export function makeVoucherTokenVectors() {
  const key = keyRing.signingKey(TENANT, 2)
  const iat = NOW / 1000
  const settings = { issuer: 'https://vouchers.example', audience: 'partner:waimai', orderNumber: 'A-1', now: iso(NOW) }
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
  const cases: readonly (readonly [string, string, string])[] = [
    ['other last character', respelled, 'token_malformed'],
    ['padding', `${good}==`, 'token_malformed'],
    ['newline at the end', `${good}\n`, 'token_malformed'],
    ['(r, n - s)', withHighSignature(good), 'token_malformed'],
    ['a claim twice', twice, 'token_malformed'],
    ['too large', make({ pad: 'x'.repeat(2048) }), 'token_too_large'],
    ['alg none', make({}, { alg: 'none' }), 'token_header_refused'],
    ['alg HS256', make({}, { alg: 'HS256' }), 'token_header_refused'],
    ['jku', make({}, { jku: 'https://attacker.example/keys' }), 'token_header_refused'],
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
    ['another issuer', make({ iss: 'https://vouchers.example/' }), 'token_wrong_issuer'],
    ['another audience', make({ aud: 'partner:other' }), 'token_wrong_audience'],
    ['audience as a list', make({ aud: ['partner:waimai'] }), 'token_wrong_audience'],
    ['no exp', make({ exp: undefined }), 'token_lifetime_refused'],
    ['exp in ten years', make({ exp: iat + 315_360_000 }), 'token_lifetime_refused'],
    ['no iat', make({ iat: undefined }), 'token_lifetime_refused'],
    ['iat in eleven seconds', make({ iat: iat + 11 }), 'token_not_yet_valid'],
    ['exp now', make({ iat: iat - 60, exp: iat }), 'token_expired'],
    ['another order', make({ ord: orderHash('A-2') }), 'token_wrong_order'],
    ['no number', make({ jti: undefined }), 'token_malformed'],
  ]
  const invalid = cases.map(([name, token, code]) => ({ name, token, expected: { ok: false, code } }))
  const valid = [{ name: 'as minted', token: good, expected: { ok: true, ...claims } }]
  const description = 'Voucher tokens: verify `token` with `jwks` and `settings`.'
  return { description, settings, jwks: keyRing.publicKeys(TENANT, NOW), valid, invalid }
}

export function makeCardMarkVectors() {
  const mark = mintCardMark({ keyRing, tenant: TENANT, serialNumber: 'GX26-00001234-7', now: NOW })
  const foreign = mintCardMark({ keyRing, tenant: 'yibin', serialNumber: 'GX26-00001234-7', now: NOW })
  const other = mintCardMark({ keyRing, tenant: TENANT, serialNumber: '1', now: Date.parse('2026-01-15T00:00:00Z') })
  const flipped = (at: number) => {
    const bytes = decodeCrockford(mark) as Uint8Array
    bytes[at] = (bytes[at] as number) ^ 1
    return encodeCrockford(bytes)
  }
  const genuine = { ok: true, serialNumber: 'GX26-00001234-7', kid: keyRing.signingKey(TENANT, 2, 'tally-mark').kid }
  const older = { ok: true, serialNumber: '1', kid: keyRing.signingKey(TENANT, 1, 'tally-mark').kid }
  return {
    description: 'Card marks: verify `text` with `jwks`, without network.',
    jwks: keyRing.publicKeys(TENANT, NOW),
    valid: [
      { name: 'the mark alone', text: mark, expected: genuine },
      { name: 'the QR code of the card', text: cardMarkUrl('https://cards.example', mark), expected: genuine },
      { name: 'of an older epoch', text: other, expected: older },
    ],
    invalid: [
      { name: 'another serial number', text: flipped(19), expected: { ok: false, code: 'mark_counterfeit' } },
      { name: 'a bit of the signature', text: flipped(60), expected: { ok: false, code: 'mark_counterfeit' } },
      { name: 'another key', text: flipped(3), expected: { ok: false, code: 'mark_key_unknown' } },
      { name: 'another version', text: flipped(0), expected: { ok: false, code: 'mark_malformed' } },
      { name: 'another tenant', text: foreign, expected: { ok: false, code: 'mark_key_unknown' } },
      { name: 'lower case', text: mark.toLowerCase(), expected: { ok: false, code: 'mark_malformed' } },
    ],
  }
}
