import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testHost } from '../http/testing/test-host.ts'
import { TallyError } from '../kernel/error.ts'
import type { Refusal } from '../kernel/outcome.ts'
import type { ClientResponse } from './client-options.ts'
import { problemNote } from './problem-note.ts'
import { queuePlace } from './queue-place.ts'
import { client, network, type Step, sale } from './testing/network.ts'

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
      // Not a spy: put back over a fake clock's, it would stay for the files that this process runs next.
      const { setTimeout } = globalThis
      const asked: number[] = []
      globalThis.setTimeout = ((work: () => void, milliseconds = 0) => {
        asked.push(milliseconds)
        return setTimeout(work, milliseconds)
      }) as typeof setTimeout
      const net = network(
        testHost(),
        Array.from({ length: 9 }, () => 'down' as const),
      )
      const random = (bytes: number) => new Uint8Array(bytes).fill(byte)
      await settled(client(net, { retries: 99, random, timeoutMs: 77_777 }).voucher.redeem(sale))
      globalThis.setTimeout = setTimeout
      return asked.filter((milliseconds) => milliseconds !== 77_777)
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

  test.each<[string, Extract<Step, { readonly status: number }>]>([
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
    expect(await client(net).voucher.redeem(sale)).toMatchObject({
      code: 'unreachable',
      detail: { status: step.status },
    })
    expect(net.requests).toHaveLength(1)
  })

  test.each([['used'], ['early'], ['locked']])('does not repeat what was refused: %s', async (code) => {
    const net = network(testHost())
    expect(await client(net).voucher.redeem({ ...sale, code })).toMatchObject({ ok: false })
    expect(net.requests).toHaveLength(1)
  })
})

describe('the waiting room', () => {
  const waiting = (ticket: string, position: number, retryAfterSeconds: number): Step => ({
    status: 503,
    text: JSON.stringify({
      ...{ type: '/tally/v1/problems/queue_waiting', title: 'queue waiting', status: 503, detail: 'Please wait.' },
      ...{ code: 'queue_waiting', params: { ticket, position, retryAfterSeconds } },
      ...{ reasons: [], needs: [], retryable: true, requestId: 'req_1' },
    }),
    headers: { 'content-type': 'application/problem+json', 'retry-after': String(retryAfterSeconds) },
  })
  const header = (net: ReturnType<typeof network>, name: string) =>
    net.requests.map((request) => request.headers.get(name))

  test('is told to the page, and its ticket comes along when the same act is tried again', async () => {
    const net = network(testHost(), [waiting('t1', 900, 90), waiting('t1', 2, 3)])
    const remote = client(net)
    const first = await settled(remote.voucher.redeem(sale, { idempotencyKey: 'act' }))
    expect(queuePlace(first)).toEqual({ ticket: 't1', position: 900, waitSeconds: 90 })
    // Three seconds are waited for here; then it is the turn.
    const second = await settled(remote.voucher.redeem(sale, { idempotencyKey: 'act' }))
    expect(second).toMatchObject({ ok: true })
    expect(queuePlace(second)).toBeUndefined()
    expect(header(net, 'tally-ticket')).toEqual([null, 't1', 't1'])
    await remote.voucher.redeem(sale, { idempotencyKey: 'another-act' })
    expect(header(net, 'tally-ticket').at(-1)).toBe(null)
  })

  test('lets a page that was loaded again go on with the ticket that it kept', async () => {
    const net = network(testHost())
    await client(net).voucher.redeem(sale, { idempotencyKey: 'act', ticket: 't1' })
    expect(header(net, 'tally-ticket')).toEqual(['t1'])
  })
})

describe('the first try', () => {
  test('is marked when its key was made here, and no later one is', async () => {
    const net = network(testHost(), ['lost'])
    await settled(client(net).voucher.redeem(sale))
    await client(net).voucher.redeem(sale, { idempotencyKey: 'kept' })
    await client(net).voucher.redeem(sale, { idempotencyKey: 'new', firstTry: true })
    const marks = net.requests.map((request) => request.headers.get('tally-attempt'))
    expect(marks).toEqual(['1', null, null, '1'])
  })
})
