import { describe, expect, test } from 'vitest'
import { createCallHandler } from './create-call-handler.ts'
import { testApi } from './testing/send.ts'
import { testHost } from './testing/test-host.ts'

const sale = { code: 'ABC', orderNumber: 'A-1', orderAmountMinor: 128_00 }
const asTill = { session: 'till', key: 'order-A-1' }

describe('THR-X5 pages of other sites', () => {
  test.each([
    [undefined],
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['text/plain; application/json'],
    ['application/json; charset=gbk'],
    ['application/jsonp'],
  ])('cannot POST with content type %s', async (type) => {
    const { host, send } = testApi()
    const headers = { 'content-type': type } as Record<string, string>
    for (const body of [sale, undefined]) {
      const answer = await send('POST /v1/redemptions', { ...asTill, body, headers })
      expect(answer.json).toMatchObject({ status: 415, code: 'content_type_unsupported' })
    }
    expect(host.seen).toEqual([])
  })

  test('may say charset, and may not compress', async () => {
    const { send } = testApi()
    const typed = { 'content-type': 'Application/JSON; charset="UTF-8"' }
    expect((await send('POST /v1/redemptions', { ...asTill, body: sale, headers: typed })).status).toBe(200)
    const packed = { 'content-encoding': 'gzip' }
    expect((await send('POST /v1/redemptions', { ...asTill, body: sale, headers: packed })).status).toBe(415)
  })

  test('read answers only from listed origins', async () => {
    const { send } = testApi({ allowedOrigins: ['https://www.gaoxian.example'] })
    const from = (origin: string) => send('GET /v1/health', { headers: { origin } })
    expect((await from('https://www.gaoxian.example')).headers).toMatchObject({
      'access-control-allow-origin': 'https://www.gaoxian.example',
      vary: 'origin',
    })
    for (const origin of ['https://evil.example', 'https://www.gaoxian.example.evil.example', 'null']) {
      expect((await from(origin)).headers['access-control-allow-origin']).toBeUndefined()
    }
    expect((await from('https://www.gaoxian.example')).headers['access-control-allow-credentials']).toBeUndefined()
    expect(
      (await testApi().send('GET /v1/health', { headers: { origin: 'https://a.example' } })).headers.vary,
    ).toBeUndefined()
  })

  test('are told by a preflight what they may send', async () => {
    const { send } = testApi({ allowedOrigins: ['https://www.gaoxian.example'] })
    const asked = await send('OPTIONS /v1/redemptions', { headers: { origin: 'https://www.gaoxian.example' } })
    expect(asked.status).toBe(204)
    expect(asked.headers['access-control-allow-methods']).toBe('POST, OPTIONS')
    expect(asked.headers['access-control-allow-headers']).toContain('idempotency-key')
    const stranger = await send('OPTIONS /v1/redemptions', { headers: { origin: 'https://evil.example' } })
    expect(stranger.headers['access-control-allow-methods']).toBeUndefined()
    expect((await send('OPTIONS /v1/nothing')).status).toBe(404)
  })

  test('refuses origins that are not exact', () => {
    for (const origin of ['*', 'https://*.example', 'https://a.example/', 'a.example']) {
      expect(() => createCallHandler(testHost(), { allowedOrigins: [origin] })).toThrow(
        expect.objectContaining({ code: 'origin_invalid' }),
      )
    }
  })
})
