import { describe, expect, test } from 'vitest'
import { memoryRateLimiter } from '../limits/memory-rate-limiter.ts'
import { testApi } from '../testing/send.ts'
import { NOW } from '../testing/test-host.ts'

describe('limits', () => {
  const one = () => memoryRateLimiter({ perSecond: 0.5, burst: 1 })

  test('count a holder’s calls, and say when the next one goes through', async () => {
    const { host, send } = testApi({ limits: { holder: one() } })
    const first = await send('GET /v1/vouchers', { session: 'wang' })
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '1', 'ratelimit-remaining': '0' })
    const second = await send('GET /v1/vouchers', { session: 'wang' })
    expect(second.json).toMatchObject({ status: 429, code: 'rate_limited', retryable: true })
    expect(second.headers).toMatchObject({ 'retry-after': '2', 'ratelimit-reset': '2' })
    expect((await send('GET /v1/vouchers', { session: 'chen' })).status).toBe(200)
    host.clock += 2000
    expect((await send('GET /v1/vouchers', { session: 'wang' })).status).toBe(200)
  })

  test('count guesses at sessions by address', async () => {
    const { send } = testApi({ limits: { address: memoryRateLimiter({ perSecond: 1, burst: 3 }) } })
    const statuses: number[] = []
    for (let guess = 0; guess < 5; guess++)
      statuses.push((await send('GET /v1/vouchers', { session: `guess${guess}` })).status)
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect((await send('GET /v1/vouchers', { session: 'wang' })).status).toBe(200)
  })

  test.each(['GET /v1/health', 'GET /v1/nothing', 'GET /v1/cards/1/mark?tenant=gaoxian', 'GET /v1/openapi.json'])(
    'cover %s',
    async (line) => {
      const { send } = testApi({ limits: { address: one() } })
      expect((await send(line)).status).not.toBe(429)
      expect((await send(line)).status).toBe(429)
    },
  )

  test('THR-Z4 are not evaded by X-Forwarded-For, unless a trusted proxy wrote it', async () => {
    const fromOutside = testApi({ limits: { address: one() } })
    const behindProxy = testApi({ limits: { address: one() }, trustedProxies: ['10.0.0.1'] })
    const statuses = async (api: typeof fromOutside, remoteAddress: string, forwarded: readonly string[]) => {
      const found: number[] = []
      for (const value of forwarded) {
        const headers = { 'x-forwarded-for': value }
        found.push((await api.send('GET /v1/health', { remoteAddress, headers })).status)
      }
      return found
    }
    expect(await statuses(fromOutside, '203.0.113.9', ['1.1.1.1', '2.2.2.2', '3.3.3.3'])).toEqual([200, 429, 429])
    expect(await statuses(behindProxy, '198.51.100.7', ['1.1.1.1', '2.2.2.2'])).toEqual([200, 429])
    expect(await statuses(behindProxy, '10.0.0.1', ['1.1.1.1', '2.2.2.2', '9.9.9.9, 2.2.2.2'])).toEqual([200, 200, 429])
  })

  test('can be shared by processes, and switched off', async () => {
    const asked: unknown[] = []
    const remote = {
      burst: 5,
      take: async (...parts: unknown[]) => {
        asked.push(parts)
        return { ok: false, remaining: 0, retryAfterSeconds: 7 }
      },
    }
    const { send } = testApi({ limits: { holder: remote, address: 'off' } })
    expect((await send('GET /v1/vouchers', { session: 'wang' })).headers['retry-after']).toBe('7')
    expect(asked).toEqual([['gaoxian/holder:7', 1, NOW]])
    expect((await send('GET /v1/health')).headers['ratelimit-limit']).toBeUndefined()
  })
})
