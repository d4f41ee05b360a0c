import { describe, expect, test, vi } from 'vitest'
import type { Jwks } from '../../kernel/key-ring.ts'
import type { KeySetFetch } from '../platform.ts'
import { p256Verifying } from '../suite-p256/verify-p256.ts'
import { fixedKeys, NOW } from '../testing/fixed-keys.ts'
import { createKeySet } from './create-key-set.ts'
import { createRemoteKeySet } from './create-remote-key-set.ts'

const jwks = fixedKeys().publicKeys('gaoxian', NOW)
const kid = fixedKeys().signingKey('gaoxian', 2).kid
const url = 'https://vouchers.example/tally/v1/gaoxian/keys'
const [anyKey] = jwks.keys

describe('a pinned key set', () => {
  test('finds token keys by their whole id and mark keys by its first eight characters, each for its own use only', async () => {
    const set = createKeySet(jwks)
    for (const { kid, use } of jwks.keys) {
      const [whole, hint] = [kid, kid.slice(0, 8)]
      const found = { kid, key: expect.anything(), suite: p256Verifying }
      expect(await set.find('sig', whole)).toEqual(use === 'sig' ? found : 'unknown')
      expect(await set.find('tally-mark', hint)).toEqual(use === 'sig' ? 'unknown' : found)
    }
    expect(await set.find('sig', 'constructor')).toBe('unknown')
  })

  test('passes over keys of other suites, algorithms and uses', async () => {
    const others = [
      { ...anyKey, kid: 'other-curve', crv: 'P-384' },
      { ...anyKey, kid: 'other-kind', kty: 'RSA' },
      { ...anyKey, kid: 'other-algorithm', alg: 'SM2' },
      { ...anyKey, kid: 'no-algorithm', alg: undefined },
      { ...anyKey, kid: 'for-encryption', use: 'enc' },
      { ...anyKey, kid: 'padded-point', x: `${anyKey?.x}=` },
      { ...anyKey, kid: 'a b' },
    ]
    const set = createKeySet({ keys: [...others, ...jwks.keys] })
    for (const other of others) expect(await set.find('sig', other.kid)).toBe('unknown')
    expect(() => createKeySet({ keys: others })).toThrow(expect.objectContaining({ code: 'key_set_empty' }))
  })

  test('has no key whose point is not on the curve', async () => {
    const off = { ...anyKey, kid: 'off-the-curve', y: anyKey?.x }
    expect(await createKeySet({ keys: [off] }).find('sig', 'off-the-curve')).toBe('unknown')
  })

  test.each<[string, unknown]>([
    ['key_set_private', { keys: [fixedKeys().signingKey('gaoxian', 1).privateJwk] }],
    ['key_set_malformed', { keys: [anyKey, anyKey] }],
    ['key_set_malformed', { keys: [null] }],
    ['key_set_malformed', { keys: Array.from({ length: 513 }, () => ({})) }],
    ['key_set_malformed', { keys: {} }],
    ['key_set_malformed', null],
    ['key_set_empty', { keys: [] }],
  ])('throws %s (case %#)', (code, malformed) => {
    expect(() => createKeySet(malformed as Jwks)).toThrow(expect.objectContaining({ code }))
  })
})

function answering(body: string | Uint8Array<ArrayBuffer>, status = 200) {
  const bytes: BodyInit = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return async () => new Response(bytes, { status })
}

function remote(answer: KeySetFetch = answering(JSON.stringify(jwks))) {
  const clock = { now: NOW }
  const fetch = vi.fn<KeySetFetch>(answer)
  return { clock, fetch, set: createRemoteKeySet(url, { fetch, now: () => clock.now }) }
}

describe('a remote key set', () => {
  test('is read when it is first needed, then every ten minutes', async () => {
    const { clock, fetch, set } = remote()
    expect(fetch).toHaveBeenCalledTimes(0)
    for (const ms of [0, 1, 599_999]) {
      clock.now = NOW + ms
      expect(await set.find('sig', kid)).toMatchObject({ kid })
    }
    expect(fetch).toHaveBeenCalledTimes(1)
    clock.now = NOW + 600_000
    expect(await set.find('sig', kid)).toMatchObject({ kid })
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(fetch.mock.calls[0]?.[0]).toBe(url)
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      method: 'GET',
      redirect: 'manual',
      signal: expect.any(AbortSignal),
    })
  })

  test('THR-D3 is read at most once in 30 seconds, however many unknown key ids arrive', async () => {
    const { clock, fetch, set } = remote()
    await set.find('sig', kid)
    const storm = async (round: number) => {
      const asked = Array.from({ length: 10_000 }, (_, index) => set.find('sig', `unknown-${round}-${index}`))
      expect(new Set(await Promise.all(asked))).toEqual(new Set(['unknown']))
    }
    await storm(0)
    expect(fetch).toHaveBeenCalledTimes(1)
    clock.now = NOW + 29_999
    await storm(1)
    expect(fetch).toHaveBeenCalledTimes(1)
    clock.now = NOW + 30_000
    await storm(2)
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(await set.find('sig', kid)).toMatchObject({ kid })
  })

  test('THR-D3 asks once when a thousand verifications start together', async () => {
    const { fetch, set } = remote()
    const found = await Promise.all(Array.from({ length: 1_000 }, () => set.find('sig', kid)))
    expect(found.every((key) => typeof key === 'object')).toBe(true)
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('THR-D3 waits for the one call that is under way, however long it takes', async () => {
    let answer: (response: Response) => void = () => undefined
    const { clock, fetch, set } = remote(() => new Promise((resolve) => (answer = resolve)))
    const first = set.find('sig', kid)
    clock.now = NOW + 31_000
    const second = set.find('sig', kid)
    await Promise.resolve()
    answer(await answering(JSON.stringify(jwks))())
    expect(await Promise.all([first, second])).toMatchObject([{ kid }, { kid }])
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('THR-D3 does not hammer an address that fails', async () => {
    const { clock, fetch, set } = remote(async () => {
      throw new Error('connection refused')
    })
    for (let second = 0; second < 60; second++) {
      clock.now = NOW + second * 1000
      expect(await set.find('sig', kid)).toBe('unavailable')
    }
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  test('finds a key that was published meanwhile', async () => {
    let published: Jwks = { keys: jwks.keys.filter((key) => key.kid !== kid) }
    const { clock, set } = remote(async () => answering(JSON.stringify(published))())
    expect(await set.find('sig', kid)).toBe('unknown')
    published = jwks
    clock.now = NOW + 30_000
    expect(await set.find('sig', kid)).toMatchObject({ kid })
  })

  test('serves what it knows for ten minutes when the address fails, then says unavailable, then recovers', async () => {
    let isUp = true
    const { clock, set } = remote(async () => {
      if (!isUp) throw new Error('down')
      return answering(JSON.stringify(jwks))()
    })
    await set.find('sig', kid)
    isUp = false
    clock.now = NOW + 599_999
    expect(await set.find('sig', kid)).toMatchObject({ kid })
    expect(await set.find('sig', 'not-known')).toBe('unknown')
    clock.now = NOW + 640_000
    expect(await set.find('sig', kid)).toBe('unavailable')
    isUp = true
    clock.now = NOW + 680_000
    expect(await set.find('sig', kid)).toMatchObject({ kid })
  })

  test('THR-K2 is not believed for longer because the clock was set back', async () => {
    const { clock, fetch, set } = remote()
    await set.find('sig', kid)
    clock.now = NOW - 3_600_000
    await set.find('sig', kid)
    expect(fetch).toHaveBeenCalledTimes(2)
    await set.find('sig', 'unknown-key')
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  test.each<[string, KeySetFetch]>([
    ['a redirect, whatever it carries', answering(JSON.stringify(jwks), 302)],
    ['an error, whatever it carries', answering(JSON.stringify(jwks), 500)],
    ['text that is no JSON', answering('<html>')],
    ['bytes that are no UTF-8', answering(new Uint8Array([0x22, 0xff, 0x22]))],
    ['JSON that is no key set', answering('{"keys":7}')],
    ['a private key', answering(JSON.stringify({ keys: [fixedKeys().signingKey('gaoxian', 2).privateJwk] }))],
    ['no body', async () => ({ status: 200, headers: new Headers(), body: null })],
  ])('takes %s for no answer', async (_name, answer) => {
    expect(await remote(answer).set.find('sig', kid)).toBe('unavailable')
  })

  test('THR-D1 reads no more than 256 KiB, whatever length is declared', async () => {
    let pulled = 0
    const cancel = vi.fn()
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x20))
      },
      cancel,
    })
    const { set } = remote(async () => new Response(endless, { headers: { 'content-length': '10' } }))
    expect(await set.find('sig', kid)).toBe('unavailable')
    expect(pulled).toBeLessThan(600_000)
    expect(cancel).toHaveBeenCalledTimes(1)
  })

  test.each([
    'http://vouchers.example/keys',
    'ftp://vouchers.example/keys',
    'file:///etc/keys',
    'data:application/json,{}',
    'https://user:secret@vouchers.example/keys',
    'http://127.0.0.1.example.com/keys',
    'http://localhost.example.com/keys',
    'keys',
  ])('refuses the address %s', (address) => {
    expect(() => createRemoteKeySet(address)).toThrow(expect.objectContaining({ code: 'key_set_url_refused' }))
  })

  test.each(['https://vouchers.example/k', 'http://localhost:3000/k', 'http://127.0.0.1:1/k', 'http://[::1]/k'])(
    'takes the address %s, as text or as URL',
    (address) => {
      expect(() => createRemoteKeySet(address)).not.toThrow()
      expect(() => createRemoteKeySet(new URL(address))).not.toThrow()
    },
  )
})

test('the platform’s own fetch is of the shape that is asked for', () => {
  const fetch: KeySetFetch = globalThis.fetch
  expect(() => createRemoteKeySet(url, { fetch })).not.toThrow()
})
