import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { serialText } from '../../values/serial.ts'
import { encodeBase64url } from '../base64url.ts'
import { createKeySet } from '../key-set/create-key-set.ts'
import type { KeySetFetch } from '../platform.ts'
import { craftToken } from '../testing/craft-token.ts'
import { fixedKeys, NOW } from '../testing/fixed-keys.ts'
import { createRemoteCardStatuses } from './create-remote-card-statuses.ts'
import { mintStatusList } from './mint-status-list.ts'
import { verifyStatusList } from './verify-status-list.ts'
import { inflateAtMost } from './zlib.ts'

const keyRing = fixedKeys()
const keys = createKeySet(keyRing.publicKeys('gaoxian', NOW))
const issuer = 'urn:tallystick:gaoxian'
const mint = (voided: readonly number[], list = 7, now = NOW) =>
  mintStatusList({ keyRing, tenant: 'gaoxian', issuer, list, voided, now })
const verify = (token: string, more: { list?: number; now?: number; deniedKids?: string[] } = {}) =>
  verifyStatusList(token, { keys, issuer, list: 7, ...more, now: new Date(more.now ?? NOW) })

const iat = NOW / 1000
const key = keyRing.signingKey('gaoxian', 2)
const bits = encodeBase64url(deflateSync(new Uint8Array(125)))
const claims = {
  iss: issuer,
  sub: `${issuer}:card-statuses:7`,
  iat,
  exp: iat + 3600,
  ttl: 300,
  status_list: { bits: 1, lst: bits },
}
const craft = (more: object = {}, header: object = {}, by = key) =>
  craftToken(
    by,
    JSON.stringify({ alg: 'ES256', kid: key.kid, typ: 'statuslist+jwt', ...header }),
    JSON.stringify({ ...claims, ...more }),
  )

describe('a status list', () => {
  test('says of each of a thousand cards whether it is void, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat({ max: 999 })), async (voided) => {
        const checked = await verify(await mint(voided))
        if (!checked.ok) throw new Error(checked.code)
        const found = Array.from({ length: 1000 }, (_, index) => index).filter(checked.value.isVoid)
        expect(found).toEqual(voided.toSorted((a, b) => a - b))
      }),
      { numRuns: 30 },
    )
  })

  test('is written as the draft says: lowest bit first, ZLIB', async () => {
    const [, payload = ''] = (await mint([0, 3, 9])).split('.')
    const { status_list, ttl, ...others } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    expect({ ...others, ttl, bits: status_list.bits }).toEqual({
      iss: issuer,
      sub: claims.sub,
      iat,
      exp: iat + 3600,
      ttl: 300,
      bits: 1,
    })
    const expected = new Uint8Array(125)
    expected[0] = 0b1001
    expected[1] = 0b10
    expect([...inflateSync(Buffer.from(status_list.lst, 'base64url'))]).toEqual([...expected])
  })

  test.each<[string, string, string]>([
    ['another list', craft({ sub: `${issuer}:card-statuses:8` }), 'token_wrong_subject'],
    ['another issuer', craft({ iss: 'urn:tallystick:yibin' }), 'token_wrong_issuer'],
    ['THR-T3 a voucher token', craft({}, { typ: 'tally-voucher+jwt' }), 'token_wrong_type'],
    ['THR-T5 a key of another tenant', craft({}, {}, keyRing.signingKey('yibin', 2)), 'token_signature_invalid'],
    ['THR-T6 no end', craft({ exp: undefined }), 'token_lifetime_refused'],
    ['THR-T6 an end in a day', craft({ exp: iat + 86_400 }), 'token_lifetime_refused'],
    ['no ttl', craft({ ttl: undefined }), 'token_lifetime_refused'],
    ['a ttl of an hour', craft({ ttl: 3600 }), 'token_lifetime_refused'],
    ['two bits a card', craft({ status_list: { bits: 2, lst: bits } }), 'status_list_malformed'],
    ['no list', craft({ status_list: undefined }), 'status_list_malformed'],
    ['no ZLIB', craft({ status_list: { bits: 1, lst: 'AAAA' } }), 'status_list_malformed'],
    [
      'a byte too few',
      craft({ status_list: { bits: 1, lst: encodeBase64url(deflateSync(new Uint8Array(124))) } }),
      'status_list_malformed',
    ],
    [
      'a byte too many',
      craft({ status_list: { bits: 1, lst: encodeBase64url(deflateSync(new Uint8Array(126))) } }),
      'status_list_malformed',
    ],
  ])('is refused with %s', async (_name, token, code) => {
    expect(await verify(token)).toMatchObject({ ok: false, code })
  })

  test('THR-D4 that would inflate to much more than was allowed is given up at its first piece', async () => {
    const bomb = deflateSync(new Uint8Array(64_000_000))
    const before = process.memoryUsage().arrayBuffers
    expect((await inflateAtMost(bomb, 125))?.length).toBeUndefined()
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000)
    const small = craft({ status_list: { bits: 1, lst: encodeBase64url(deflateSync(new Uint8Array(500_000))) } })
    expect(await verify(small)).toMatchObject({ code: 'status_list_malformed' })
    const large = craft({ status_list: { bits: 1, lst: 'A'.repeat(3000) } })
    expect(await verify(large)).toMatchObject({ code: 'token_too_large' })
  })

  test('THR-D4 is inflated no further than its first piece, whatever its text holds', async () => {
    const inflated = countingInflation()
    // As much as fits into a token of 2048 characters: more than half a megabyte.
    const lst = encodeBase64url(deflateSync(new Uint8Array(600_000)))
    expect(await verify(craft({ status_list: { bits: 1, lst } }))).toMatchObject({ code: 'status_list_malformed' })
    expect(inflated.bytes).toBeGreaterThan(125)
    expect(inflated.bytes).toBeLessThan(100_000)
  })

  test('is believed for five minutes, to the millisecond, and not before it was made', async () => {
    const token = await mint([1])
    expect(await verify(token, { now: NOW + 299_999 })).toMatchObject({ ok: true })
    expect(await verify(token, { now: NOW + 300_000 })).toMatchObject({ code: 'token_expired' })
    expect(await verify(token, { now: NOW - 10_001 })).toMatchObject({ code: 'token_not_yet_valid' })
    expect(await verify(token, { deniedKids: [key.kid] })).toMatchObject({ code: 'token_key_denied' })
  })
})

describe('a partner that follows the lists', () => {
  const url = 'https://vouchers.example/tally/v1/gaoxian/card-statuses'
  const serial = (n: number) => serialText(Math.floor(n / 100), n % 100)

  function following(answer: (list: number, now: number) => Promise<Response> | Response) {
    const clock = { now: NOW }
    const fetch = vi.fn(async (address: string) => answer(Number(address.split('/').at(-1)), clock.now))
    const statuses = createRemoteCardStatuses(url, {
      keys,
      issuer,
      fetch: fetch as unknown as KeySetFetch,
      now: () => clock.now,
    })
    return { clock, fetch, statuses }
  }
  const signed = async (list: number, now: number, voided: number[]) => new Response(await mint(voided, list, now))

  test('finds a card in its list, asked once for all that ask and again after five minutes', async () => {
    const { clock, fetch, statuses } = following((list, now) => signed(list, now, [42]))
    const found = await Promise.all([7042, 7043, 7042].map((n) => statuses.find(serial(n))))
    expect(found).toEqual(['void', 'live', 'void'])
    expect(await statuses.find(serial(8043))).toBe('live')
    expect(fetch.mock.calls.map(([address]) => address)).toEqual([`${url}/7`, `${url}/8`])
    clock.now += 299_999
    await statuses.find(serial(7042))
    expect(fetch).toHaveBeenCalledTimes(2)
    clock.now += 1
    await statuses.find(serial(7042))
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  test('knows nothing, rather than something old, when the address does not answer; and asks it every 30 seconds at most', async () => {
    let isUp = true
    const { clock, fetch, statuses } = following((list, now) =>
      isUp ? signed(list, now, []) : new Response('', { status: 503 }),
    )
    expect(await statuses.find(serial(7001))).toBe('live')
    isUp = false
    clock.now += 300_000
    for (let call = 0; call < 5; call++) expect(await statuses.find(serial(7001))).toBe('unavailable')
    expect(fetch).toHaveBeenCalledTimes(2)
    clock.now += 30_000
    expect(await statuses.find(serial(7001))).toBe('unavailable')
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  test('THR-D4 stops reading an address that answers without end, and has it closed', async () => {
    const sent = { bytes: 0, closed: false }
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          sent.bytes += 1024
          if (sent.bytes > 10_000_000) controller.close()
          else controller.enqueue(new Uint8Array(1024).fill(0x41))
        },
        cancel() {
          sent.closed = true
        },
      },
      { highWaterMark: 0 },
    )
    const { statuses } = following(() => new Response(body))
    expect(await statuses.find(serial(7001))).toBe('unavailable')
    expect(sent.closed).toBe(true)
    expect(sent.bytes).toBeLessThan(20_000)
  })

  test('takes no list in the place of another, and no serial that is none', async () => {
    const { fetch, statuses } = following((_list, now) => signed(9, now, []))
    expect(await statuses.find(serial(7001))).toBe('unavailable')
    expect(await statuses.find('GX26')).toBe('unavailable')
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})

/** Counts what the platform's inflater hands out until the test ends. */
function countingInflation(): { bytes: number } {
  const counted = { bytes: 0 }
  const Real = globalThis.DecompressionStream
  vi.stubGlobal(
    'DecompressionStream',
    class {
      readonly writable: unknown
      readonly readable: unknown
      constructor(format: 'deflate') {
        const { writable, readable } = new Real(format)
        const counting = new TransformStream<Uint8Array, Uint8Array>({
          transform(piece, controller) {
            counted.bytes += piece.length
            controller.enqueue(piece)
          },
        })
        this.writable = writable
        this.readable = readable.pipeThrough(counting)
      }
    },
  )
  onTestFinished(() => void vi.unstubAllGlobals())
  return counted
}
