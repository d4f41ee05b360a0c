import { compactVerify, importJWK, SignJWT } from 'jose'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { mintCardMark } from '../card-mark/mint-card-mark.ts'
import { mintCodes } from '../code/mint-codes.ts'
import { createKeySet } from '../key-set/create-key-set.ts'
import { utf8 } from '../platform.ts'
import { sealSession } from '../session/seal-session.ts'
import { craftToken, withHighSignature } from '../testing/craft-token.ts'
import { DAY_MS, fixedKeys, NOW, seededRandom } from '../testing/fixed-keys.ts'
import { mintVoucherToken } from './mint-voucher-token.ts'
import { orderHash } from './order-hash.ts'
import { type VerifyVoucherTokenOptions, verifyVoucherToken } from './verify-voucher-token.ts'

const keyRing = fixedKeys()
const tenant = 'gaoxian'
const key = keyRing.signingKey(tenant, 2)
const keys = createKeySet(keyRing.publicKeys(tenant, NOW))
const issuer = 'https://vouchers.example'
const audience = 'partner:waimai'
const iat = NOW / 1000
const header = { alg: 'ES256', kid: key.kid, typ: 'tally-voucher+jwt' }

let minted: string
let claims: Record<string, unknown>

beforeAll(async () => {
  minted = await mint()
  claims = {
    iss: issuer,
    aud: audience,
    sub: 'holder_7',
    jti: 'vtk_1',
    ver: 3,
    iat,
    exp: iat + 60,
    ord: orderHash('A-1'),
  }
})

async function mint(more: Partial<Parameters<typeof mintVoucherToken>[0]> = {}) {
  const subject = { subject: 'holder_7', jti: 'vtk_1', version: 3, orderNumber: 'A-1' }
  return mintVoucherToken({ keyRing, tenant, issuer, audience, ...subject, now: NOW, ...more })
}
const verify = (token: string, more: Partial<VerifyVoucherTokenOptions> = {}) =>
  verifyVoucherToken(token, { keys, issuer, audience, orderNumber: 'A-1', now: new Date(NOW), ...more })
const crafted = (claimsMore: Record<string, unknown> = {}, headerMore: Record<string, unknown> = {}, by = key) =>
  craftToken(by, JSON.stringify({ ...header, ...headerMore }), JSON.stringify({ ...claims, ...claimsMore }))
const refusedAs = (code: string, retryable = false) => ({
  ok: false,
  code,
  detail: {},
  reasons: [],
  needs: [],
  retryable,
})

describe('a voucher token', () => {
  test('is verified by the partner it was made for, with the order it was made for', async () => {
    expect(await verify(minted)).toEqual({ ok: true, value: claims })
    expect(await verify(crafted())).toEqual({ ok: true, value: claims })
  })

  test('is plain ES256 to any JOSE implementation', async () => {
    const { payload, protectedHeader } = await compactVerify(minted, await importJWK({ ...key.publicJwk }, 'ES256'))
    expect(protectedHeader).toEqual(header)
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(claims)
  })

  test('is always written with the lower s', async () => {
    // Half of all signatures come out with the higher one: 24 tokens pass by chance once in 2²⁴.
    for (let count = 0; count < 24; count++) expect((await verify(await mint({ jti: `t${count}` }))).ok).toBe(true)
  })

  test('leaves out claims that are not ours', async () => {
    expect(await verify(crafted({ owner: 7, extra: { a: 1 } }))).toEqual({ ok: true, value: claims })
  })

  test.each<[string, Partial<Parameters<typeof mintVoucherToken>[0]>]>([
    ['token_claims_malformed', { ttlSeconds: 61 }],
    ['token_claims_malformed', { ttlSeconds: 0 }],
    ['token_claims_malformed', { version: -1 }],
    ['order_number_malformed', { orderNumber: '' }],
    ['token_claims_malformed', { jti: '' }],
    ['token_claims_malformed', { audience: 'x'.repeat(201) }],
    ['keys_no_active_epoch', { now: 0 }],
  ])('is not made when misused: %s (case %#)', async (code, more) => {
    await expect(mint(more)).rejects.toMatchObject({ code })
  })
})

describe('THR-T1 refuses the algorithm', () => {
  test.each(['none', 'None', 'HS256', 'ES384', 'RS256', 'EdDSA', 'ES256K', 'es256'])(
    '%s, signed or not',
    async (alg) => {
      expect(await verify(crafted({}, { alg }))).toEqual(refusedAs('token_header_refused'))
      const unsigned = `${crafted({}, { alg }).split('.').slice(0, 2).join('.')}.`
      expect(await verify(unsigned)).toEqual(refusedAs('token_header_refused'))
    },
  )

  test('HS256 keyed with the public key, for every typ', async () => {
    const secret = utf8(JSON.stringify(key.publicJwk))
    for (const typ of ['tally-voucher+jwt', 'JWT', undefined]) {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: key.kid, ...(typ ? { typ } : {}) })
        .sign(secret)
      expect(await verify(token)).toMatchObject({ ok: false })
    }
  })

  test('an ES256 token without its signature, or with that of another text', async () => {
    const [head, payload, signature] = minted.split('.') as [string, string, string]
    expect(await verify(`${head}.${payload}.`)).toEqual(refusedAs('token_malformed'))
    const other = (await mint({ jti: 'other' })).split('.')
    expect(await verify(`${head}.${other[1]}.${signature}`)).toEqual(refusedAs('token_signature_invalid'))
    expect(await verify(`${head}.${payload}.${'A'.repeat(86)}`)).toEqual(refusedAs('token_signature_invalid'))
  })
})

describe('THR-T2 refuses a re-spelled token', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

  test('with each of the 15 other last characters that stand for the same signature', async () => {
    const last = ALPHABET.indexOf(minted.at(-1) as string)
    const others = Array.from({ length: 15 }, (_, index) => minted.slice(0, -1) + ALPHABET[last + 1 + index])
    for (const other of others) expect(await verify(other)).toEqual(refusedAs('token_malformed'))
  })

  test('with (r, n − s), which jose accepts', async () => {
    const twin = withHighSignature(minted)
    const { payload } = await compactVerify(twin, await importJWK({ ...key.publicJwk }, 'ES256'))
    expect(payload.length).toBeGreaterThan(0)
    expect(await verify(twin)).toEqual(refusedAs('token_malformed'))
  })

  test('with padding, white space, another alphabet, other parts or other types', async () => {
    const [head, payload, signature] = minted.split('.') as [string, string, string]
    const spaced = `${signature.slice(0, 40)} ${signature.slice(40)}`
    const spellings = [
      `${minted}==`,
      `${minted}=`,
      `${minted}\n`,
      ` ${minted}`,
      `${head}.${payload}.${spaced}`,
      `${head}.${payload}\n.${signature}`,
      `${head}=.${payload}.${signature}`,
      `${head}.${payload}==.${signature}`,
      `${head}..${payload}.${signature}`,
      `${minted}.`,
      `.${minted}`,
      `${head}.${payload}`,
      minted
        .replaceAll('-', '+')
        .replaceAll('_', '/')
        .concat(minted.match(/[-_]/) ? '' : '+'),
      `${head}.${payload}.${signature}A`,
      `${head}.${payload}.${signature.slice(0, -2)}`,
      '',
      '..',
    ]
    for (const spelling of spellings)
      expect(await verify(spelling), JSON.stringify(spelling)).toEqual(refusedAs('token_malformed'))
    for (const other of [undefined, null, 7, { token: minted }, [minted]]) {
      expect(await verify(other as unknown as string)).toEqual(refusedAs('token_malformed'))
    }
  })

  test('so that of all strings that verify as one token, one is left', async () => {
    const positions = Array.from(minted, (_, at) => at).filter((at) => minted[at] !== '.')
    for (const at of positions.filter((_, index) => index % 7 === 0)) {
      const next = ALPHABET[(ALPHABET.indexOf(minted[at] as string) + 1) % 64]
      const outcome = await verify(minted.slice(0, at) + next + minted.slice(at + 1))
      expect(outcome.ok, `character ${at}`).toBe(false)
    }
  })
})

describe('THR-T3 refuses another kind of token', () => {
  const types = [
    'tally-terminal+jwt',
    'tally-session+jwt',
    'tally-cred+jwt',
    'statuslist+jwt',
    'kb+jwt',
    'JWT',
    'at+jwt',
  ]
  const spellings = ['TALLY-VOUCHER+JWT', 'application/tally-voucher+jwt', 'tally-voucher', ' tally-voucher+jwt', '']

  test.each([...types, ...spellings])('typ %j', async (typ) => {
    expect(await verify(crafted({}, { typ }))).toEqual(refusedAs('token_wrong_type'))
  })

  test('no typ, or a typ that is no text', async () => {
    expect(await verify(crafted({}, { typ: undefined }))).toEqual(refusedAs('token_header_refused'))
    expect(await verify(crafted({}, { typ: ['tally-voucher+jwt'] }))).toEqual(refusedAs('token_wrong_type'))
  })

  test('a session, a card mark, a rotating code', async () => {
    const random = seededRandom('kinds')
    const session = sealSession({ role: 'holder' }, { keyRing, tenant, now: NOW, ttlSeconds: 60, random })
    const mark = mintCardMark({ keyRing, tenant, serialNumber: 'GX-1', now: NOW })
    const subject = { owner: 1, kind: 1, ordinal: 1, version: 1 }
    const [code] = mintCodes({ keys: keyRing, tenant, form: 'voucher', everySeconds: 30, subject, now: NOW })
    for (const other of [session, mark, code?.text as string])
      expect(await verify(other)).toEqual(refusedAs('token_malformed'))
  })

  test('a token signed with the key of the card marks', async () => {
    const markKey = keyRing.signingKey(tenant, 2, 'tally-mark')
    expect(await verify(crafted({}, { kid: markKey.kid }, markKey))).toEqual(refusedAs('token_key_unknown'))
  })
})

describe('THR-T4 takes no key from the token', () => {
  const own = fixedKeys().signingKey('attacker', 1)

  test.each<[string, Record<string, unknown>]>([
    ['jku', { jku: 'https://attacker.example/keys' }],
    ['x5u', { x5u: 'https://attacker.example/chain' }],
    ['jwk', { jwk: own.publicJwk }],
    ['x5c', { x5c: ['MIIB'] }],
    ['crit', { crit: ['exp'], exp: iat }],
    ['crit, empty', { crit: [] }],
    ['b64', { b64: false }],
    ['another member', { cty: 'JWT' }],
    ['no kid', { kid: undefined }],
    ['a kid that is no text', { kid: [key.kid] }],
  ])('%s is refused and nothing is fetched', async (_name, more) => {
    const fetch = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'))
    try {
      expect(await verify(crafted({}, more, own))).toEqual(refusedAs('token_header_refused'))
      expect(await verify(crafted({}, more))).toEqual(refusedAs('token_header_refused'))
      expect(fetch).toHaveBeenCalledTimes(0)
    } finally {
      fetch.mockRestore()
    }
  })

  test('a key id that was not pinned is unknown, one on the deny list is refused', async () => {
    expect(await verify(crafted({}, { kid: own.kid }, own))).toEqual(refusedAs('token_key_unknown'))
    expect(await verify(minted, { deniedKids: [own.kid] })).toMatchObject({ ok: true })
    expect(await verify(minted, { deniedKids: [key.kid] })).toEqual(refusedAs('token_key_denied'))
  })

  test('a key set that cannot be read refuses, and says to try again', async () => {
    const down = { suites: keys.suites, find: async () => 'unavailable' as const }
    expect(await verify(minted, { keys: down })).toEqual(refusedAs('token_keys_unavailable', true))
  })
})

describe('THR-T5 refuses a token of another tenant, issuer or audience', () => {
  const tenants = ['gaoxian', 'yibin', 'changning']

  test('in every combination of tenant and key set', async () => {
    for (const made of tenants) {
      const token = await mint({ tenant: made })
      for (const known of tenants) {
        const outcome = await verify(token, { keys: createKeySet(keyRing.publicKeys(known, NOW)) })
        expect(outcome.ok ? 'ok' : outcome.code, `${made} at ${known}`).toBe(
          made === known ? 'ok' : 'token_key_unknown',
        )
      }
    }
  })

  test('even when it borrows the other’s key id', async () => {
    const foreign = keyRing.signingKey('yibin', 2)
    expect(await verify(crafted({}, {}, foreign))).toEqual(refusedAs('token_signature_invalid'))
  })

  test.each([
    undefined,
    null,
    '',
    'https://vouchers.example/',
    'https://VOUCHERS.example',
    ['https://vouchers.example'],
  ])('iss %j', async (iss) => expect(await verify(crafted({ iss }))).toEqual(refusedAs('token_wrong_issuer')))

  test.each([
    undefined,
    'partner:other',
    'partner:waimai ',
    ['partner:waimai'],
    ['partner:waimai', 'partner:other'],
    {},
  ])('aud %j', async (aud) => expect(await verify(crafted({ aud }))).toEqual(refusedAs('token_wrong_audience')))
})

describe('THR-T6 refuses times that are missing, unbounded or ahead', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['no exp', 'token_lifetime_refused', { exp: undefined }],
    ['no iat', 'token_lifetime_refused', { iat: undefined }],
    ['exp in ten years', 'token_lifetime_refused', { exp: iat + 315_360_000 }],
    ['a second too long', 'token_lifetime_refused', { exp: iat + 61 }],
    ['exp before iat', 'token_lifetime_refused', { exp: iat - 1 }],
    ['exp as text', 'token_lifetime_refused', { exp: String(iat + 60) }],
    ['exp in milliseconds', 'token_lifetime_refused', { exp: NOW + 60_000 }],
    ['a fraction', 'token_lifetime_refused', { exp: iat + 0.5 }],
    ['iat tomorrow', 'token_not_yet_valid', { iat: iat + 86_400, exp: iat + 86_460 }],
    ['iat in 11 seconds', 'token_not_yet_valid', { iat: iat + 11, exp: iat + 60 }],
    ['nbf in 11 seconds', 'token_not_yet_valid', { nbf: iat + 11 }],
    ['nbf as text', 'token_lifetime_refused', { nbf: '0' }],
    ['exp now', 'token_expired', { iat: iat - 60, exp: iat }],
    ['exp an hour ago', 'token_expired', { iat: iat - 3_660, exp: iat - 3_600 }],
  ])('%s', async (_name, code, more) => {
    expect(await verify(crafted(more))).toEqual(refusedAs(code))
  })

  test('to the millisecond: valid up to exp, and from ten seconds before iat', async () => {
    const at = async (ms: number) => {
      const outcome = await verify(minted, { now: new Date(NOW + ms) })
      return outcome.ok ? 'ok' : outcome.code
    }
    expect(await at(-10_001)).toBe('token_not_yet_valid')
    expect(await at(-10_000)).toBe('ok')
    expect(await at(59_999)).toBe('ok')
    expect(await at(60_000)).toBe('token_expired')
    expect(await at(DAY_MS)).toBe('token_expired')
  })
})

describe('THR-T7 refuses what two parsers could read differently', () => {
  test.each([
    ['a claim twice', (json: string) => json.replace('{', '{"ver":4,')],
    ['a claim twice, one escaped', (json: string) => json.replace('{', '{"\\u0076er":4,')],
    ['a nested name twice', (json: string) => json.replace('{', '{"x":{"a":1,"a":2},')],
    ['__proto__', (json: string) => json.replace('{', '{"__proto__":{"ver":4},')],
    ['a byte order mark', (json: string) => `\ufeff${json}`],
    ['no object', () => '[]'],
    ['no JSON', () => 'ver=3'],
    ['nothing', () => ''],
  ])('payload: %s', async (_name, change) => {
    const token = craftToken(key, JSON.stringify(header), change(JSON.stringify(claims)))
    expect(await verify(token)).toEqual(refusedAs('token_malformed'))
  })

  test('header: a member twice', async () => {
    const twice = JSON.stringify(header).replace('{', '{"alg":"none",')
    expect(await verify(craftToken(key, twice, JSON.stringify(claims)))).toEqual(refusedAs('token_malformed'))
  })

  test('payload that is no UTF-8', async () => {
    const text = craftToken(key, JSON.stringify(header), JSON.stringify(claims))
    const payload = decodeBase64url(text.split('.')[1] as string) as Uint8Array
    payload[payload.length - 4] = 0xff
    const broken = [text.split('.')[0], encodeBase64url(payload), text.split('.')[2]].join('.')
    expect(await verify(broken)).toEqual(refusedAs('token_signature_invalid'))
  })

  test.each<Record<string, unknown>>([
    { sub: undefined },
    { sub: '' },
    { jti: 7 },
    { ver: '3' },
    { ver: -1 },
    { ver: undefined },
  ])('claims that are not whole: %j', async (more) =>
    expect(await verify(crafted(more))).toEqual(refusedAs('token_malformed')),
  )
})

describe('the order', () => {
  test('must be the one the token was made for', async () => {
    for (const orderNumber of ['A-2', 'a-1', 'A-1 ']) {
      expect(await verify(minted, { orderNumber })).toEqual(refusedAs('token_wrong_order'))
    }
    expect(await verify(crafted({ ord: undefined }))).toEqual(refusedAs('token_wrong_order'))
    expect(await verify(crafted({ ord: 'A-1' }))).toEqual(refusedAs('token_wrong_order'))
  })

  test('is hashed with its own prefix, so that the hash is none of another kind of text', async () => {
    const bare = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('A-1')))
    expect(orderHash('A-1')).not.toBe(encodeBase64url(bare))
    expect(orderHash('A-1')).toBe(orderHash('A-1'))
    expect(orderHash('订单 1')).toHaveLength(43)
  })

  test.each(['', 'x'.repeat(129), '\ud800', undefined])('number %j is refused as misuse', async (orderNumber) => {
    const refusal = { code: 'order_number_malformed' }
    expect(() => orderHash(orderNumber as string)).toThrow(expect.objectContaining(refusal))
    await expect(verify(minted, { orderNumber: orderNumber as string })).rejects.toMatchObject(refusal)
  })
})

describe('settings', () => {
  test.each<Record<string, unknown>>([
    { issuer: undefined },
    { issuer: '' },
    { audience: undefined },
    { now: undefined },
    { now: NOW },
    { now: new Date(Number.NaN) },
  ])('that are missing never equal a missing claim: %j', async (more) => {
    const options = {
      keys,
      issuer,
      audience,
      orderNumber: 'A-1',
      now: new Date(NOW),
      ...more,
    } as VerifyVoucherTokenOptions
    const bare = crafted({ iss: undefined, aud: undefined })
    await expect(verifyVoucherToken(bare, options)).rejects.toMatchObject({ code: 'token_options_malformed' })
  })
})

test('THR-D1 refuses an oversized token before anything else', async () => {
  expect(await verify('A'.repeat(5_000_000))).toEqual(refusedAs('token_too_large'))
  expect(await verify(crafted({ pad: 'x'.repeat(2_000) }))).toEqual(refusedAs('token_too_large'))
})
