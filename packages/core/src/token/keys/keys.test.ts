import { p256 } from '@noble/curves/nist.js'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import { decodeBase64url } from '../base64url.ts'
import { DAY_MS, FIXED_MATERIAL, fixedKeys, NOW, seededRandom } from '../testing/fixed-keys.ts'
import { generateKeys } from './generate-keys.ts'
import type { KeyMaterial } from './key-material.ts'
import { openKeys } from './open-keys.ts'
import { retireKeys } from './retire-keys.ts'
import { rotateKeys } from './rotate-keys.ts'

const random = seededRandom('keys')
const now = new Date(NOW)
const later = (ms: number) => new Date(NOW + ms)

describe('generated keys', () => {
  test('survive JSON, are all different and work at any time, a test’s clock included', async () => {
    const material = await generateKeys()
    const ring = openKeys(JSON.parse(JSON.stringify(material)) as KeyMaterial)
    expect(ring.epochAt(Date.parse('2020-01-01T00:00:00Z'))).toBe(1)
    expect(await generateKeys()).not.toEqual(material)
  })

  test('begin when they are told to and come from the given random source', async () => {
    const made = await generateKeys({ now, random: seededRandom('a') })
    expect(await generateKeys({ now, random: seededRandom('a') })).toEqual(made)
    expect(() => openKeys(made).epochAt(NOW - 1)).toThrow(expect.objectContaining({ code: 'keys_no_active_epoch' }))
    expect(openKeys(made).epochAt(NOW)).toBe(1)
  })

  test('are refused when the random source answers too few bytes', async () => {
    await expect(generateKeys({ random: () => new Uint8Array(31) })).rejects.toMatchObject({ code: 'random_malformed' })
  })
})

describe('a key ring', () => {
  test('derives different bytes for every label, tenant, epoch and purpose, and the same ones again', () => {
    const ring = fixedKeys()
    const all = [
      ring.derive('a', 'gaoxian'),
      ring.derive('b', 'gaoxian'),
      ring.derive('a', 'yibin'),
      ring.derive('a', 'gaoxian', 1),
      ring.derive('a', 'gaoxian', 2),
      ring.pepper('gaoxian'),
      ring.dataKey('gaoxian'),
      ring.sessionKey('gaoxian'),
      ring.sessionKey(),
      ring.derive('pepper', 'gaoxian'),
    ].map((bytes) => bytes.join())
    expect(new Set(all).size).toBe(all.length)
    expect(fixedKeys().derive('a', 'gaoxian', 2).join()).toBe(all[4])
    expect(ring.derive('a', 'gaoxian').length).toBe(32)
  })

  test('is not damaged by a caller who wipes what it was given', () => {
    const ring = fixedKeys()
    const before = ring.pepper('gaoxian').join()
    ring.pepper('gaoxian').fill(0)
    expect(ring.pepper('gaoxian').join()).toBe(before)
  })

  test('THR-T5 gives every tenant, epoch and use its own signing key, with the RFC 7638 thumbprint as its id', async () => {
    const ring = fixedKeys()
    const keys = ['gaoxian', 'yibin'].flatMap((tenant) =>
      [1, 2].flatMap((epoch) => [ring.signingKey(tenant, epoch), ring.signingKey(tenant, epoch, 'tally-mark')]),
    )
    expect(new Set(keys.map((key) => key.kid)).size).toBe(8)
    for (const { kid, publicJwk, privateJwk, secretKey } of keys) {
      expect(await calculateJwkThumbprint({ ...publicJwk }, 'sha256')).toBe(kid)
      const point = p256.getPublicKey(secretKey, false)
      expect(point.subarray(1, 33)).toEqual(decodeBase64url(publicJwk.x))
      expect(point.subarray(33)).toEqual(decodeBase64url(publicJwk.y))
      expect(publicJwk).not.toHaveProperty('d')
      expect(decodeBase64url(privateJwk.d)).toEqual(secretKey)
    }
  })

  test.each(['', 'a\0b', 'a\nb', 'x'.repeat(65), '\ud800'])('refuses the tenant %j', (tenant) => {
    const ring = fixedKeys()
    const refusal = expect.objectContaining({ code: 'tenant_malformed' })
    expect(() => ring.derive('a', tenant)).toThrow(refusal)
    expect(() => ring.pepper(tenant)).toThrow(refusal)
    expect(() => ring.dataKey(tenant)).toThrow(refusal)
    expect(() => ring.sessionKey(tenant)).toThrow(refusal)
    expect(() => ring.signingKey(tenant, 1)).toThrow(refusal)
    expect(() => ring.publicKeys(tenant, NOW)).toThrow(refusal)
  })

  test('knows no epoch that is not in the material', () => {
    const refusal = expect.objectContaining({ code: 'keys_epoch_unknown', detail: { epoch: 9 } })
    expect(() => fixedKeys().derive('a', 'gaoxian', 9)).toThrow(refusal)
    expect(() => fixedKeys().signingKey('gaoxian', 9)).toThrow(refusal)
  })
})

describe('rotation', () => {
  const kids = (material: KeyMaterial, at: Date, use: string) =>
    openKeys(material)
      .publicKeys('gaoxian', at.getTime())
      .keys.filter((key) => key.use === use)
      .map((key) => key.kid)

  test('publishes the new key at once and uses it 24 hours later', () => {
    const next = rotateKeys(FIXED_MATERIAL, { now, random })
    const ring = openKeys(next)
    const newKid = ring.signingKey('gaoxian', 3).kid
    expect(kids(next, later(-1), 'sig')).not.toContain(newKid)
    expect(kids(next, now, 'sig')).toContain(newKid)
    expect(ring.epochAt(NOW + DAY_MS - 1)).toBe(2)
    expect(ring.epochAt(NOW + DAY_MS)).toBe(3)
    expect(FIXED_MATERIAL.epochs).toHaveLength(2)
  })

  test('retires an epoch’s voucher key but keeps its card marks, until these are retired explicitly', () => {
    const retired = retireKeys(FIXED_MATERIAL, 1, now)
    expect(kids(retired, later(-1), 'sig')).toHaveLength(2)
    expect(kids(retired, now, 'sig')).toHaveLength(1)
    expect(kids(retired, now, 'tally-mark')).toHaveLength(2)
    const withoutMarks = retireKeys(retired, 1, later(5), { marks: true })
    expect(withoutMarks.epochs[0]).toMatchObject({ retiredAt: now.toISOString() })
    expect(kids(withoutMarks, later(4), 'tally-mark')).toHaveLength(2)
    expect(kids(withoutMarks, later(5), 'tally-mark')).toHaveLength(1)
  })

  test('never leaves an installation without an epoch in use', () => {
    const once = retireKeys(FIXED_MATERIAL, 1, now)
    expect(() => retireKeys(once, 2, now)).toThrow(expect.objectContaining({ code: 'keys_last_epoch' }))
    // A published epoch whose notice still runs is not in use.
    const rotated = rotateKeys(once, { now, random })
    expect(() => retireKeys(rotated, 2, later(DAY_MS - 1))).toThrow(
      expect.objectContaining({ code: 'keys_last_epoch' }),
    )
    expect(openKeys(retireKeys(rotated, 2, later(DAY_MS))).epochAt(NOW + DAY_MS)).toBe(3)
  })

  test('refuses an epoch that is unknown or retired already', () => {
    expect(() => retireKeys(FIXED_MATERIAL, 7, now)).toThrow(expect.objectContaining({ code: 'keys_epoch_unknown' }))
    const once = retireKeys(FIXED_MATERIAL, 1, now)
    expect(() => retireKeys(once, 1, now)).toThrow(expect.objectContaining({ code: 'keys_epoch_retired' }))
  })

  test('refuses a ninth live epoch, since codes carry three bits of it', () => {
    let material = FIXED_MATERIAL
    for (let count = 3; count <= 8; count++) material = rotateKeys(material, { now, random })
    expect(() => rotateKeys(material, { now, random })).toThrow(expect.objectContaining({ code: 'keys_too_many_live' }))
    expect(() => rotateKeys(retireKeys(material, 1, now), { now, random })).not.toThrow()
  })

  test('gives no two live epochs the same three bits, however old the oldest is', () => {
    let material = FIXED_MATERIAL
    for (let round = 0; round < 30; round++) {
      const at = later(round * 2 * DAY_MS)
      material = rotateKeys(material, { now: at, random })
      const old = material.epochs.filter((entry) => entry.epoch > 1 && entry.retiredAt === undefined)
      if (old.length > 3) material = retireKeys(material, old[0]?.epoch as number, at)
      const bits = openKeys(material)
        .epochs()
        .filter((entry) => entry.retiredAt === undefined)
        .map((entry) => entry.epoch % 8)
      expect(new Set(bits).size).toBe(bits.length)
    }
  })

  test.each([-1, Number.NaN, 9_000])('refuses a notice of %d hours', (noticeHours) => {
    expect(() => rotateKeys(FIXED_MATERIAL, { now, random, noticeHours })).toThrow(
      expect.objectContaining({ code: 'keys_notice_malformed' }),
    )
  })
})

describe('malformed material', () => {
  const [first, second] = FIXED_MATERIAL.epochs
  test.each<[string, string, unknown]>([
    ['no object', '/', null],
    ['no epochs', '/epochs', { ...FIXED_MATERIAL, epochs: [] }],
    ['an epoch that is no object', '/epochs/0', { ...FIXED_MATERIAL, epochs: [1] }],
    ['epoch zero', '/epochs/0/epoch', { ...FIXED_MATERIAL, epochs: [{ ...first, epoch: 0 }] }],
    ['epochs out of order', '/epochs/1/epoch', { ...FIXED_MATERIAL, epochs: [second, first] }],
    ['a short secret', '/epochs/0/secret', { ...FIXED_MATERIAL, epochs: [{ ...first, secret: 'AAAA' }] }],
    ['a padded secret', '/pepper', { ...FIXED_MATERIAL, pepper: `${FIXED_MATERIAL.pepper}=` }],
    ['a secret of zeros', '/data', { ...FIXED_MATERIAL, data: 'A'.repeat(43) }],
    ['no session key', '/session', { ...FIXED_MATERIAL, session: undefined }],
    ['one secret twice', '/', { ...FIXED_MATERIAL, session: FIXED_MATERIAL.pepper }],
    [
      'a time without offset',
      '/epochs/0/publishedAt',
      { ...FIXED_MATERIAL, epochs: [{ ...first, publishedAt: '2026-01-01T00:00:00' }] },
    ],
    [
      'use before publication',
      '/epochs/0/activeFrom',
      { ...FIXED_MATERIAL, epochs: [{ ...first, activeFrom: '2025-01-01T00:00:00Z' }] },
    ],
    ['a bad retirement', '/epochs/0/retiredAt', { ...FIXED_MATERIAL, epochs: [{ ...first, retiredAt: 7 }] }],
  ])('is refused with the place: %s', (_name, path, material) => {
    expect(() => openKeys(material as KeyMaterial)).toThrow(
      expect.objectContaining({ code: 'keys_malformed', detail: expect.objectContaining({ path }) }),
    )
  })

  test('never shows the secret', () => {
    const secret = 'c2VjcmV0LXRoYXQtaXMtdG9vLXNob3J0'
    try {
      openKeys({ ...FIXED_MATERIAL, pepper: secret })
      expect.unreachable()
    } catch (error) {
      expect(`${(error as Error).message} ${JSON.stringify(error)}`).not.toContain(secret)
    }
  })

  test('of a later version is told apart', () => {
    expect(() => openKeys({ ...FIXED_MATERIAL, version: 2 } as unknown as KeyMaterial)).toThrow(
      expect.objectContaining({ code: 'keys_version_unsupported' }),
    )
  })
})
