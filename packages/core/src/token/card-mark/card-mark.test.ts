import { p256 } from '@noble/curves/nist.js'
import { describe, expect, test } from 'vitest'
import { decodeCrockford, encodeCrockford } from '../crockford.ts'
import { createKeySet } from '../key-set/create-key-set.ts'
import { openKeys } from '../keys/open-keys.ts'
import { retireKeys } from '../keys/retire-keys.ts'
import { rotateKeys } from '../keys/rotate-keys.ts'
import { DAY_MS, FIXED_MATERIAL, fixedKeys, NOW, seededRandom } from '../testing/fixed-keys.ts'
import { signedBytes } from './card-mark-text.ts'
import { cardMarkUrl, mintCardMark } from './mint-card-mark.ts'
import { verifyCardMark } from './verify-card-mark.ts'

const keyRing = fixedKeys()
const tenant = 'gaoxian'
const serialNumber = 'GX26-00001234-7'
const keys = createKeySet(keyRing.publicKeys(tenant, NOW))
const kid = keyRing.signingKey(tenant, 2, 'tally-mark').kid
const mark = mintCardMark({ keyRing, tenant, serialNumber, now: NOW })
const url = cardMarkUrl('https://cards.example:8443/tally', mark)
const verify = (text: string, more: Partial<Parameters<typeof verifyCardMark>[1]> = {}) =>
  verifyCardMark(text, { keys, ...more })
const SERIAL_AT = 7

describe('a card mark', () => {
  test('is verified offline, alone or in its URL', async () => {
    const genuine = { ok: true, value: { serialNumber, kid } }
    const asPhonesShowIt = url.replace('HTTPS://CARDS.EXAMPLE', 'https://cards.example')
    for (const text of [mark, url, asPhonesShowIt]) expect(await verify(text)).toEqual(genuine)
  })

  test('is printed in the alphanumeric mode of a QR code', () => {
    expect(url).toMatch(/^[0-9A-Z $%*+\-./:]+$/)
    expect(url.startsWith('HTTPS://CARDS.EXAMPLE:8443/TALLY/C/')).toBe(true)
    // QR version 9 at level M holds 262 of these, version 8 holds 221.
    expect(url.length).toBeLessThanOrEqual(221)
  })

  test('is the same when a batch is printed again', () => {
    expect(mintCardMark({ keyRing: fixedKeys(), tenant, serialNumber, now: NOW + DAY_MS })).toBe(mark)
  })

  test('outlives the rotation and the retirement of its epoch, and ends when its marks are retired', async () => {
    const rotated = rotateKeys(FIXED_MATERIAL, { now: new Date(NOW), random: seededRandom('m') })
    const retired = retireKeys(rotated, 2, new Date(NOW + 2 * DAY_MS))
    const ended = retireKeys(retired, 2, new Date(NOW + 3 * DAY_MS), { marks: true })
    const at = async (material: typeof rotated, now: number) => {
      const outcome = await verify(mark, { keys: createKeySet(openKeys(material).publicKeys(tenant, now)) })
      return outcome.ok ? 'ok' : outcome.code
    }
    expect(await at(rotated, NOW + DAY_MS)).toBe('ok')
    expect(await at(retired, NOW + 3_000 * DAY_MS)).toBe('ok')
    expect(await at(ended, NOW + 3 * DAY_MS)).toBe('mark_key_unknown')
  })
})

describe('THR-L5 a forged card', () => {
  test('is found out by every single bit that is changed', async () => {
    const bytes = decodeCrockford(mark) as Uint8Array
    const codes = new Map<string, number>()
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const forged = bytes.slice()
      forged[bit >> 3] = (forged[bit >> 3] as number) ^ (1 << (bit & 7))
      const outcome = await verify(encodeCrockford(forged))
      expect(outcome.ok, `bit ${bit}`).toBe(false)
      if (!outcome.ok) codes.set(outcome.code, (codes.get(outcome.code) ?? 0) + 1)
    }
    expect([...codes.keys()].sort()).toEqual(['mark_counterfeit', 'mark_key_unknown', 'mark_malformed'])
    expect(codes.get('mark_key_unknown')).toBe(6 * 8)
  })

  test('with another serial number is counterfeit, and the refusal does not repeat the number', async () => {
    const bytes = decodeCrockford(mark) as Uint8Array
    bytes[SERIAL_AT + 12] = '9'.charCodeAt(0)
    expect(await verify(encodeCrockford(bytes))).toMatchObject({ ok: false, code: 'mark_counterfeit', detail: {} })
  })

  test('signed by someone else, another tenant or the voucher key is refused', async () => {
    const others = mintCardMark({ keyRing, tenant: 'yibin', serialNumber, now: NOW })
    expect(await verify(others)).toMatchObject({ code: 'mark_key_unknown' })
    for (const key of [keyRing.signingKey('yibin', 2, 'tally-mark'), keyRing.signingKey(tenant, 2)]) {
      const bytes = decodeCrockford(mark) as Uint8Array
      bytes.set(p256.sign(signedBytes(serialNumber), key.secretKey), bytes.length - 64)
      expect(await verify(encodeCrockford(bytes))).toMatchObject({ code: 'mark_counterfeit' })
    }
  })

  test('with (r, n − s) is no second genuine mark', async () => {
    const bytes = decodeCrockford(mark) as Uint8Array
    const { r, s } = p256.Signature.fromBytes(bytes.slice(-64))
    const twin = new p256.Signature(r, p256.Point.Fn.neg(s)).toBytes()
    expect(
      p256.verify(
        twin,
        signedBytes(serialNumber),
        p256.getPublicKey(keyRing.signingKey(tenant, 2, 'tally-mark').secretKey),
        { lowS: false },
      ),
    ).toBe(true)
    bytes.set(twin, bytes.length - 64)
    expect(await verify(encodeCrockford(bytes))).toMatchObject({ code: 'mark_counterfeit' })
  })

  test('of a key on the deny list, or with a key set that cannot be read, is refused', async () => {
    expect(await verify(mark, { deniedKids: [kid] })).toMatchObject({ code: 'mark_key_denied' })
    const down = { suites: [], find: async () => 'unavailable' as const }
    expect(await verify(mark, { keys: down })).toMatchObject({ code: 'mark_keys_unavailable', retryable: true })
  })

  test.each([
    ['', 'nothing'],
    [mark.toLowerCase(), 'lower case'],
    [`${mark}0`, 'a character more'],
    [mark.slice(1), 'a character less'],
    [`${mark} `, 'white space'],
    [url.replace('/C/', '/D/'), 'another path'],
    [url.replace('HTTPS', 'HTTP'), 'no TLS'],
    [`${url}?A=1`, 'a query'],
    [`HTTPS://A@B/C/${mark}`, 'a user in the URL'],
    ['A'.repeat(1_000_000), 'a flood'],
    [undefined as unknown as string, 'no text'],
  ])('is malformed: %#', async (text, _why) => {
    expect(await verify(text)).toMatchObject({ ok: false, code: 'mark_malformed' })
  })
})

describe('misuse', () => {
  test.each(['', 'gx1', 'GX 1', 'GX_1', 'A'.repeat(33), '１'])('refuses to mark the serial number %j', (serial) => {
    expect(() => mintCardMark({ keyRing, tenant, serialNumber: serial, now: NOW })).toThrow(
      expect.objectContaining({ code: 'card_serial_malformed' }),
    )
  })

  test.each(['http://cards.example', 'https://cards.example/', 'https://cards.example/?a', 'cards.example'])(
    'refuses to print the address %s',
    (origin) => {
      expect(() => cardMarkUrl(origin, mark)).toThrow(expect.objectContaining({ code: 'card_origin_malformed' }))
    },
  )
})
