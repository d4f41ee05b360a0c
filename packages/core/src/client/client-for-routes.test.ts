import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFetchHandler } from '../http/create-fetch-handler.ts'
import { type TestHost, testHost } from '../http/testing/test-host.ts'
import type { testOperations } from '../http/testing/test-operations.ts'
import { TallyError } from '../kernel/error.ts'
import type { Outcome, Refusal } from '../kernel/outcome.ts'
import { clientForRoutes } from './client-for-routes.ts'
import type { ClientOptions, ClientResponse } from './client-options.ts'
import type { ClientRoutes } from './client-route.ts'
import { problemNote } from './problem-note.ts'

const routes: ClientRoutes = {
  'voucher.redeem': ['POST /v1/redemptions', 'key'],
  'voucher.codes': ['POST /v1/vouchers/{voucherId}/codes', 'natural'],
  'voucher.list': ['GET /v1/vouchers', 'read'],
  'programme.version': ['GET /v1/programmes/{programme}/versions/{version}', 'read'],
  'card.check': ['GET /v1/cards/{serial}/mark', 'read'],
  'card.report': ['POST /v1/cards/{serial}/reports', 'key'],
}
const baseUrl = 'https://vouchers.example/tally'
const sale = { code: 'ABC', orderNumber: 'A-1', orderAmountMinor: 12800 }

type Step =
  | 'down'
  | 'answer'
  | 'lost'
  | { readonly status: number; readonly text?: string; readonly headers?: Record<string, string> }

/** A network in front of a host that does, try by try, what it is told; then it works. */
function network(host: TestHost, steps: readonly Step[] = []) {
  const handle = createFetchHandler(host, { basePath: '/tally' })
  const requests: Request[] = []
  const left = [...steps]
  async function fetch(url: string, init: object): Promise<ClientResponse> {
    const request = new Request(url, init)
    requests.push(request.clone())
    const step = left.shift() ?? 'answer'
    if (step === 'down') throw new TypeError('fetch failed')
    if (typeof step === 'object')
      return new Response(step.text ?? '', { status: step.status, headers: step.headers ?? {} })
    const response = await handle(request)
    if (step === 'lost') throw new TypeError('connection reset')
    return response
  }
  return { fetch, requests, keys: () => requests.map((request) => request.headers.get('idempotency-key')) }
}

function client(net: { readonly fetch: ClientOptions['fetch'] }, options: Partial<ClientOptions> = {}) {
  return clientForRoutes<typeof testOperations>(routes, { baseUrl, session: 'till', fetch: net.fetch, ...options })
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets the pauses between tries pass. */
async function settled<T>(outcome: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync()
  return outcome
}

describe('a client', () => {
  test('answers what the host answers, accepted or refused', async () => {
    const host = testHost()
    const actor = { role: 'terminal', tenant: 'gaoxian', merchantId: 'noodles', terminalId: 't1' } as const
    const remote = client(network(host))
    for (const input of [
      sale,
      { ...sale, code: 'used' },
      { ...sale, code: 'early' },
      { ...sale, orderAmountMinor: -1 },
    ]) {
      expect(await remote.voucher.redeem(input)).toEqual(await host.call('voucher.redeem', input, actor))
    }
  })

  test('puts fields into path, query and body so that the server reads the same values', async () => {
    const host = testHost()
    const net = network(host)
    const holder = client(net, { session: 'wang' })
    const near = { lng: 104.52, lat: 28.43, datum: 'gcj02' as const }
    const wanted = {
      limit: 5,
      states: ['outstanding' as const, 'redeemed' as const],
      active: false,
      near,
      text: 'a b&c=d/é',
    }
    expect(await holder.voucher.list({ ...wanted, cursor: undefined })).toEqual({ ok: true, value: { seen: wanted } })
    await holder.voucher.codes({ voucherId: 'vch/1 ?#%', position: near })
    expect(host.seen.at(-1)?.input).toEqual({ voucherId: 'vch/1 ?#%', position: near })
    await client(net, { session: 'li' }).programme.version({ programme: 'spring', version: 3 })
    expect(host.seen.at(-1)?.input).toEqual({ programme: 'spring', version: 3 })
    expect(await holder.voucher.list()).toMatchObject({ ok: true })
  })

  test.each(['.', '..', ''])('never sends the path field %j, which would mean another address', async (voucherId) => {
    const net = network(testHost())
    expect(await client(net).voucher.codes({ voucherId })).toMatchObject({
      code: 'input_invalid',
      detail: { path: 'voucherId' },
    })
    expect(net.requests).toEqual([])
  })

  test('names its tenant for public calls, and its language', async () => {
    const net = network(testHost())
    const visitor = client(net, { session: undefined, tenant: 'gaoxian', locale: 'en' })
    expect(await visitor.card.check({ serial: '42' })).toMatchObject({ value: { tenant: 'gaoxian', role: 'public' } })
    const refused = await visitor.voucher.list()
    expect(problemNote(refused as Refusal)).toMatchObject({
      sentence: 'Sign in first: the call carries no session or secret key.',
      status: 401,
    })
  })

  test('keeps the server’s sentence and request id beside a refusal, not in it', async () => {
    const outcome = (await client(network(testHost())).voucher.redeem(
      { ...sale, code: 'early' },
      { requestId: 'page-0000001' },
    )) as Refusal
    expect(Object.keys(outcome).sort()).toEqual(['code', 'detail', 'needs', 'ok', 'reasons', 'retryable'])
    expect(problemNote(outcome)).toEqual({
      sentence: '11月23日 10:01开始领取，不用一直刷新，到时会自动更新。',
      requestId: 'page-0000001',
      status: 425,
      retryAfterSeconds: 90,
    })
  })

  test('refuses options that cannot work', () => {
    for (const wrong of ['vouchers.example', 'ftp://a.example', 'https://a.example/x?y=1', 'javascript:alert(1)']) {
      expect(() => client(network(testHost()), { baseUrl: wrong })).toThrow(TallyError)
    }
    expect(() => client(network(testHost()), { secretKey: 'sk' })).toThrow(
      expect.objectContaining({ code: 'client_options_conflict' }),
    )
    expect(() => client(network(testHost()), { baseUrl: '/tally' })).not.toThrow()
  })
})

describe('idempotency keys', () => {
  test('are made for each act that needs one, and given ones are kept', async () => {
    const net = network(testHost())
    const remote = client(net)
    await remote.voucher.redeem(sale)
    await remote.voucher.redeem(sale)
    await remote.voucher.redeem(sale, { idempotencyKey: 'order-A-1' })
    await client(net, { session: 'wang' }).voucher.codes({ voucherId: 'v' })
    const [first, second, third, fourth] = net.keys()
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(second).not.toBe(first)
    expect([third, fourth]).toEqual(['order-A-1', null])
  })

  test('stay the same over the client’s own tries', async () => {
    const host = testHost()
    const net = network(host, ['lost', 'down'])
    expect(await settled(client(net).voucher.redeem(sale))).toMatchObject({ ok: true })
    expect(new Set(net.keys()).size).toBe(1)
    expect(host.seen.map(({ options }) => options.idempotencyKey)).toEqual([net.keys()[0], net.keys()[0]])
  })

  test('that cannot stand in a header are refused before anything is sent', async () => {
    const net = network(testHost())
    expect(await client(net).voucher.redeem(sale, { idempotencyKey: '订单一' })).toMatchObject({
      code: 'idempotency_key_invalid',
    })
    expect(net.requests).toEqual([])
  })
})

describe('when the network or the service fails', () => {
  test.each<[string, readonly Step[]]>([
    ['twice no network', ['down', 'down']],
    ['an answer that is lost', ['lost']],
    ['a gateway without its server', [{ status: 502, text: '<html>' }, { status: 504 }]],
    ['a service that asks for a moment', [{ status: 503, headers: { 'retry-after': '2' } }]],
  ])('repeats after %s', async (_, steps) => {
    const net = network(testHost(), steps)
    expect(await settled(client(net).voucher.redeem(sale))).toMatchObject({ ok: true })
    expect(net.requests).toHaveLength(steps.length + 1)
  })

  test('ends as unreachable, with the key under which the act can be asked for again', async () => {
    const unknown: unknown[] = []
    const net = network(testHost(), ['down', 'lost', 'down', 'answer'])
    const remote = client(net, { onUnknownOutcome: (call) => unknown.push(call) })
    const outcome = await settled(remote.voucher.redeem(sale, { idempotencyKey: 'order-A-1' }))
    const expected = { operation: 'voucher.redeem', idempotencyKey: 'order-A-1' }
    expect(outcome).toEqual({
      ok: false,
      code: 'unreachable',
      detail: expected,
      reasons: [],
      needs: [],
      retryable: true,
    })
    expect(unknown).toEqual([expected])
    expect(net.requests).toHaveLength(3)
    expect(await remote.voucher.redeem(sale, { idempotencyKey: 'order-A-1' })).toMatchObject({ ok: true })
  })

  test('does not tell of an unknown outcome when only reading', async () => {
    const unknown: unknown[] = []
    const net = network(testHost(), ['down', 'down', 'down'])
    const remote = client(net, { session: 'wang', onUnknownOutcome: (call) => unknown.push(call) })
    expect(await settled(remote.voucher.list())).toMatchObject({
      code: 'unreachable',
      detail: { operation: 'voucher.list' },
    })
    expect(unknown).toEqual([])
  })

  test('gives up on an answer that does not come in time', async () => {
    const stuck = (_: string, { signal }: { readonly signal: AbortSignal }) =>
      new Promise<ClientResponse>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const outcome = client({ fetch: stuck }, { timeoutMs: 3000, retries: 0 }).voucher.redeem(sale)
    let answered = false
    void outcome.then(() => {
      answered = true
    })
    await vi.advanceTimersByTimeAsync(2999)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcome).toMatchObject({ code: 'unreachable' })
  })

  test('pauses longer each time, spread by chance, and never over five seconds', async () => {
    const pauses = async (byte: number) => {
      const spy = vi.spyOn(globalThis, 'setTimeout')
      const net = network(
        testHost(),
        Array.from({ length: 9 }, () => 'down' as const),
      )
      const random = (bytes: number) => new Uint8Array(bytes).fill(byte)
      await settled(client(net, { retries: 99, random, timeoutMs: 77_777 }).voucher.redeem(sale))
      const found = spy.mock.calls
        .map(([, milliseconds]) => milliseconds ?? 0)
        .filter((milliseconds) => milliseconds !== 77_777)
      spy.mockRestore()
      return found
    }
    expect(await pauses(0)).toEqual([125, 250, 500, 1000, 2000])
    const longest = await pauses(255)
    expect(longest).toHaveLength(5)
    expect(longest[0]).toBeGreaterThan(240)
    expect(Math.max(...longest)).toBeLessThanOrEqual(5000)
  })

  test('does not wait for a service that asks for minutes, and says what it says', async () => {
    const host = testHost()
    const body = JSON.stringify({
      code: 'overloaded',
      params: { retryAfterSeconds: 60 },
      retryable: true,
      detail: 'later',
    })
    const headers = { 'retry-after': '60', 'content-type': 'application/problem+json' }
    const net = network(host, [{ status: 503, text: body, headers }])
    const outcome = (await client(net).voucher.redeem(sale)) as Refusal
    expect(outcome).toMatchObject({
      code: 'overloaded',
      detail: { retryAfterSeconds: 60 },
      reasons: [],
      needs: [],
      retryable: true,
    })
    expect(problemNote(outcome)).toMatchObject({ sentence: 'later', retryAfterSeconds: 60 })
    expect(net.requests).toHaveLength(1)
  })

  test('keeps the last refusal when the service stays overloaded', async () => {
    const host = testHost()
    host.failure = new TallyError('queue_full', 'busy')
    const net = network(host)
    expect(await settled(client(net).voucher.redeem(sale))).toMatchObject({ code: 'overloaded', retryable: true })
    expect(net.requests).toHaveLength(3)
  })

  test.each<[string, Step]>([
    ['a sign-in page', { status: 200, text: '<html>', headers: { 'content-type': 'text/html' } }],
    [
      'JSON of somebody else',
      { status: 404, text: '{"error":"nope"}', headers: { 'content-type': 'application/json' } },
    ],
    [
      'a problem without a code',
      { status: 400, text: '{"title":"x"}', headers: { 'content-type': 'application/problem+json' } },
    ],
    ['half a document', { status: 200, text: '{"redemptionId":', headers: { 'content-type': 'application/json' } }],
  ])('takes %s for no answer', async (_, step) => {
    const net = network(testHost(), [step])
    expect(await client(net).voucher.redeem(sale)).toMatchObject({ code: 'unreachable' })
    expect(net.requests).toHaveLength(1)
  })

  test.each([['used'], ['early'], ['locked']])('does not repeat what was refused: %s', async (code) => {
    const net = network(testHost())
    expect(await client(net).voucher.redeem({ ...sale, code })).toMatchObject({ ok: false })
    expect(net.requests).toHaveLength(1)
  })
})

describe('sessions', () => {
  const sessions = (...values: readonly (string | undefined)[]) => {
    const asked: string[] = []
    const getSession = async (why: 'first' | 'expired') => {
      asked.push(why)
      return values[Math.min(asked.length, values.length) - 1]
    }
    return { asked, options: { session: undefined, getSession } }
  }

  test('are fetched once and kept', async () => {
    const { asked, options } = sessions('wang')
    const remote = client(network(testHost()), options)
    await Promise.all([remote.voucher.list(), remote.voucher.list()])
    await remote.voucher.list()
    expect(asked).toEqual(['first'])
  })

  test('that have expired are fetched once more, for all calls that met it together', async () => {
    const { asked, options } = sessions('old', 'wang')
    const net = network(testHost())
    const remote = client(net, options)
    const outcomes = await Promise.all([
      remote.voucher.list(),
      remote.voucher.list(),
      remote.voucher.codes({ voucherId: 'v' }),
    ])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true])
    expect(asked).toEqual(['first', 'expired'])
  })

  test('that stay expired are told, not asked for again and again', async () => {
    const { asked, options } = sessions('old')
    const net = network(testHost())
    expect(await client(net, options).voucher.list()).toMatchObject({ code: 'session_expired' })
    expect([asked.length, net.requests.length]).toEqual([2, 2])
    expect(await client(net, { session: 'old' }).voucher.list()).toMatchObject({ code: 'session_expired' })
  })

  test('may be missing: somebody has not signed in', async () => {
    const { options } = sessions(undefined)
    expect(await client(network(testHost()), options).voucher.list()).toMatchObject({ code: 'session_missing' })
  })

  test('that the host’s backend cannot give now are asked for again by the next call', async () => {
    let isUp = false
    const getSession = async () => {
      if (!isUp) throw new TypeError('fetch failed')
      return 'wang'
    }
    const remote = client(network(testHost()), { session: undefined, getSession })
    const first: Outcome<unknown> = await settled(remote.voucher.list())
    expect(first).toMatchObject({ code: 'unreachable' })
    isUp = true
    expect(await remote.voucher.list()).toMatchObject({ ok: true })
  })
})
