import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { encodeBase64url } from '../base64url.ts'
import { openKeys } from '../keys/open-keys.ts'
import { utf8 } from '../platform.ts'
import { craftToken } from '../testing/craft-token.ts'
import { FIXED_MATERIAL, fixedKeys, NOW, seededRandom } from '../testing/fixed-keys.ts'
import { openSession } from './open-session.ts'
import { sealSession } from './seal-session.ts'

const keyRing = fixedKeys()
const tenant = 'gaoxian'
const claims = { role: 'holder', owner: 0xfedcba987654, facts: { 'person.registration': '511525', name: '王' } }
const seal = (
  more: Partial<Parameters<typeof sealSession>[1]> = {},
  what: Parameters<typeof sealSession>[0] = claims,
) => sealSession(what, { keyRing, tenant, now: NOW, ttlSeconds: 900, random: seededRandom('session'), ...more })
const open = (text: string, now = NOW) => openSession(text, { keyRing, now })
const invalid = { ok: false, code: 'session_invalid', detail: {}, reasons: [], needs: [], retryable: false }
const iat = NOW / 1000
const header = { alg: 'dir', enc: 'A256GCM', typ: 'tally-session+jwt', ten: tenant }

describe('a sealed session', () => {
  test('opens to what was sealed, with tenant, number and times', () => {
    const expected = { ...claims, tenant, jti: expect.stringMatching(/^[\w-]{22}$/), iat, exp: iat + 900 }
    expect(open(seal())).toEqual({ ok: true, value: expected })
  })

  test('is a compact JWE that jose opens, and one that jose made opens here', async () => {
    const { plaintext, protectedHeader } = await compactDecrypt(seal(), keyRing.sessionKey(tenant))
    expect(protectedHeader).toEqual(header)
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ ...claims, tenant })
    const inner = { role: 'staff', tenant, jti: 'x', iat, exp: iat + 60 }
    const text = await new CompactEncrypt(utf8(JSON.stringify(inner)))
      .setProtectedHeader(header)
      .encrypt(keyRing.sessionKey(tenant))
    expect(open(text)).toEqual({ ok: true, value: inner })
  })

  test('shows nothing of the person', () => {
    const text = seal()
    expect(decodeProtectedHeader(text)).toEqual(header)
    for (const secret of ['holder', '511525', 'person.registration']) {
      expect(atob(text.split('.')[3]?.replaceAll('-', '+').replaceAll('_', '/') as string)).not.toContain(secret)
    }
  })

  test('ends at its exp, to the millisecond', () => {
    expect(open(seal(), NOW + 899_999).ok).toBe(true)
    expect(open(seal(), NOW + 900_000)).toMatchObject({ ok: false, code: 'session_expired' })
  })

  test('opened again says the same, ends all the same, and cannot be changed by who opened it first', () => {
    const text = seal()
    const [first, again] = [open(text), open(text)]
    expect(again).toEqual(first)
    const facts = (first.ok && first.value.facts) as Record<string, unknown>
    expect(() => Object.assign(facts, { 'person.registration': '510000' })).toThrow(TypeError)
    expect(open(text, NOW + 900_000)).toMatchObject({ ok: false, code: 'session_expired' })
    const others = openKeys({ ...FIXED_MATERIAL, session: encodeBase64url(seededRandom('other')(32)) })
    expect(openSession(text, { keyRing: others, now: NOW })).toEqual(invalid)
  })

  test('works for a tenant whose name is not ASCII', () => {
    expect(open(seal({ tenant: '高县' }))).toMatchObject({ ok: true, value: { tenant: '高县' } })
  })
})

describe('is invalid', () => {
  test('THR-T2 in every other spelling, and with any character changed', () => {
    const text = seal()
    const [head, , nonce, sealed, tag] = text.split('.') as [string, string, string, string, string]
    const spellings = [
      `${text}=`,
      `${text}\n`,
      ` ${text}`,
      `${text}.`,
      text.replace('..', '.A.'),
      text.replace('..', '.'),
      `${head}=..${nonce}.${sealed}.${tag}`,
      `${head}..${nonce}.${sealed}.${tag.slice(0, 16)}`,
      `${head}..${nonce}..${tag}`,
      `${head}..${nonce.slice(0, 12)}.${sealed}.${tag}`,
      '',
      '....',
      'A'.repeat(100_000),
    ]
    for (const spelling of spellings) expect(open(spelling), spelling.slice(0, 80)).toEqual(invalid)
    for (let at = 0; at < text.length; at += 3) {
      const other = text[at] === 'A' ? 'B' : 'A'
      expect(open(text.slice(0, at) + other + text.slice(at + 1)).ok, `character ${at}`).toBe(text[at] === other)
    }
    for (const other of [undefined, null, 7, {}]) expect(open(other as unknown as string)).toEqual(invalid)
  })

  test('THR-T5 when it names another tenant than the one it was sealed for', () => {
    const parts = seal().split('.')
    const other = encodeBase64url(utf8(JSON.stringify({ ...header, ten: 'yibin' })))
    expect(open([other, ...parts.slice(1)].join('.'))).toEqual(invalid)
  })

  test('THR-T5 when a tenant’s key seals another tenant’s claims', async () => {
    const text = await new CompactEncrypt(
      utf8(JSON.stringify({ role: 'operator', tenant: 'yibin', iat, exp: iat + 60 })),
    )
      .setProtectedHeader(header)
      .encrypt(keyRing.sessionKey(tenant))
    expect(open(text)).toEqual(invalid)
  })

  test.each<[string, Record<string, unknown>]>([
    ['more members', { ...header, zip: 'DEF' }],
    ['crit', { ...header, crit: ['ten'] }],
    ['another order', { ten: tenant, alg: 'dir', enc: 'A256GCM', typ: 'tally-session+jwt' }],
    ['another typ', { ...header, typ: 'JWT' }],
    ['no tenant', { alg: 'dir', enc: 'A256GCM', typ: 'tally-session+jwt' }],
    ['a malformed tenant', { ...header, ten: 'a\0b' }],
  ])('THR-T3 with another header: %s', async (_name, other) => {
    const text = await new CompactEncrypt(utf8(JSON.stringify({ role: 'holder', tenant, iat, exp: iat + 60 })))
      .setProtectedHeader(other as { alg: string; enc: string })
      .encrypt(keyRing.sessionKey(tenant), { crit: { ten: true } })
    expect(open(text)).toEqual(invalid)
  })

  test.each<[string, string]>([
    ['no algorithm', JSON.stringify({ ...header, alg: 'none' })],
    ['an algorithm for signatures', JSON.stringify({ ...header, alg: 'HS256' })],
    ['a smaller cipher', JSON.stringify({ ...header, enc: 'A128GCM' })],
    ['jku', JSON.stringify({ ...header, jku: 'https://attacker.example/keys' })],
    ['jwk', JSON.stringify({ ...header, jwk: keyRing.signingKey('attacker', 1).publicJwk })],
    ['a member twice', JSON.stringify(header).replace('{', '{"ten":"yibin",')],
    ['a member twice, as ours the second time', JSON.stringify(header).replace('}', `,"ten":"${tenant}"}`)],
    ['a space', JSON.stringify(header).replace(',', ', ')],
  ])('THR-T1 THR-T4 THR-T7 under a header with %s', (_name, other) => {
    const parts = seal().split('.')
    expect(open([encodeBase64url(utf8(other)), ...parts.slice(1)].join('.'))).toEqual(invalid)
  })

  test.each<Record<string, unknown>>([{ exp: undefined }, { exp: 'never' }, { exp: iat + 86_401 }, { iat: undefined }])(
    'THR-T6 with times that are missing or unbounded: %j',
    async (more) => {
      const text = await new CompactEncrypt(
        utf8(JSON.stringify({ role: 'holder', tenant, iat, exp: iat + 60, ...more })),
      )
        .setProtectedHeader(header)
        .encrypt(keyRing.sessionKey(tenant))
      expect(open(text)).toEqual(invalid)
    },
  )

  test('THR-T3 when it is a voucher token or was sealed with other keys', () => {
    const key = keyRing.signingKey(tenant, 2)
    expect(open(craftToken(key, JSON.stringify({ ...header, kid: key.kid }), '{}'))).toEqual(invalid)
    const others = openKeys({ ...FIXED_MATERIAL, session: encodeBase64url(seededRandom('other')(32)) })
    expect(open(seal({ keyRing: others }))).toEqual(invalid)
  })
})

describe('misuse', () => {
  test.each<[string, Partial<Parameters<typeof sealSession>[1]>, Parameters<typeof sealSession>[0]]>([
    ['session_ttl_out_of_range', { ttlSeconds: 86_401 }, claims],
    ['session_ttl_out_of_range', { ttlSeconds: 0 }, claims],
    ['session_ttl_out_of_range', { ttlSeconds: 1.5 }, claims],
    ['session_claims_malformed', {}, { role: '' }],
    ['session_too_large', {}, { role: 'holder', facts: { note: 'x'.repeat(8_000) } }],
    ['tenant_malformed', { tenant: '' }, claims],
  ])('throws %s (case %#)', (code, options, what) => {
    expect(() => seal(options, what)).toThrow(expect.objectContaining({ code }))
  })
})
