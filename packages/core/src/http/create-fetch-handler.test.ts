import { expect, test } from 'vitest'
import { createFetchHandler } from './create-fetch-handler.ts'
import { handleCall } from './handle-call.ts'
import { memoryRateLimiter } from './limits/memory-rate-limiter.ts'
import { testHost } from './testing/test-host.ts'

const origin = 'https://vouchers.example'
const post = (body: BodyInit | null, more: Record<string, unknown> = {}) =>
  new Request(`${origin}/tally/v1/redemptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer till', 'idempotency-key': 'k' },
    body,
    ...more,
  })
const sale = JSON.stringify({ code: 'ABC', orderNumber: 'A-1', orderAmountMinor: 12800 })

test('serves a Request with a Response', async () => {
  const handle = createFetchHandler(testHost(), { basePath: '/tally' })
  const response = await handle(post(sale))
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(await response.json()).toEqual({ redemptionId: 'rdm_1', orderAmountMinor: 12800 })
  const listed = await handle(
    new Request(`${origin}/tally/v1/vouchers?limit=3`, { headers: { authorization: 'Bearer wang' } }),
  )
  expect(await listed.json()).toEqual({ seen: { limit: 3 } })
})

test('answers a preflight without a body', async () => {
  const handle = createFetchHandler(testHost(), { allowedOrigins: ['https://www.gaoxian.example'] })
  const request = new Request(`${origin}/v1/redemptions`, {
    method: 'OPTIONS',
    headers: { origin: 'https://www.gaoxian.example' },
  })
  const response = await handle(request)
  expect([response.status, response.body]).toEqual([204, null])
})

test('THR-D1 stops reading a body that never ends', async () => {
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled++
      controller.enqueue(new Uint8Array(16 * 1024))
    },
  })
  const handle = createFetchHandler(testHost(), { basePath: '/tally' })
  const response = await handle(post(endless, { duplex: 'half' }))
  expect(response.status).toBe(413)
  expect(pulled).toBeLessThan(10)
})

test('says so when another handler has read the body before', async () => {
  const request = post(sale)
  await request.text()
  const response = await createFetchHandler(testHost(), { basePath: '/tally' })(request)
  expect(await response.json()).toMatchObject({ status: 500, code: 'body_already_read' })
})

test('counts by the address of the connection', async () => {
  const handle = createFetchHandler(testHost(), { limits: { address: memoryRateLimiter({ perSecond: 1, burst: 1 }) } })
  const from = async (remoteAddress: string) =>
    (await handle(new Request(`${origin}/v1/health`), { remoteAddress })).status
  expect([await from('203.0.113.1'), await from('203.0.113.1'), await from('203.0.113.2')]).toEqual([200, 429, 200])
})

test('handleCall needs nothing but a host, and keeps its limits between calls', async () => {
  const host = testHost()
  const remaining = async () => {
    const answer = await handleCall(host, { method: 'GET', path: '/v1/health', header: () => undefined })
    return Number(answer.headers['ratelimit-remaining'])
  }
  const first = await remaining()
  expect(await remaining()).toBe(first - 1)
})
