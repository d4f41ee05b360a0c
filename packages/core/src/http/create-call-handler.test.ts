import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accept } from '../kernel/decision.ts'
import { TallyError } from '../kernel/error.ts'
import { type AnyOperation, defineOperation } from '../kernel/operation.ts'
import { refusals } from '../kernel/refusals/catalogue.ts'
import { createCallHandler } from './create-call-handler.ts'
import type { AnswerEntry } from './http-call.ts'
import { memoryRateLimiter } from './limits/memory-rate-limiter.ts'
import { testApi } from './testing/send.ts'
import { NOW, testHost } from './testing/test-host.ts'
import { list, redeem } from './testing/test-operations.ts'

const sale = { code: 'ABC', orderNumber: 'A-1', orderAmountMinor: 128_00 }
const asTill = { session: 'till', key: 'order-A-1' }

describe('a call of an operation', () => {
  test('reaches the host with input, actor and key, and its value comes back as JSON', async () => {
    const { host, send } = testApi()
    const answer = await send('POST /v1/redemptions', { ...asTill, body: sale })
    expect(answer).toMatchObject({ status: 200, json: { redemptionId: 'rdm_1', orderAmountMinor: 12800 } })
    expect(host.seen).toEqual([
      {
        operation: 'voucher.redeem',
        input: sale,
        actor: { role: 'terminal', tenant: 'gaoxian', merchantId: 'noodles', terminalId: 't1' },
        options: { idempotencyKey: 'order-A-1', requestId: answer.headers['tally-request-id'] },
      },
    ])
  })

  test('takes fields from path and body together', async () => {
    const { host, send } = testApi()
    const at = { lng: 104.52, lat: 28.43, datum: 'gcj02' }
    expect(
      (await send('POST /v1/vouchers/vch_%E5%88%B8/codes', { session: 'wang', body: { position: at } })).status,
    ).toBe(200)
    expect(host.seen[0]?.input).toEqual({ voucherId: 'vch_券', position: at })
  })

  test('reads numbers, booleans, lists and objects of a query as the schema has them', async () => {
    const { host, send } = testApi()
    const near = encodeURIComponent('{"lng":104.52,"lat":28.43,"datum":"gcj02"}')
    await send(
      `GET /v1/vouchers?limit=5&states=outstanding&states=redeemed&active=true&near=${near}&text=1+2&cursor=7`,
      { session: 'wang' },
    )
    expect(host.seen[0]?.input).toEqual({
      limit: 5,
      states: ['outstanding', 'redeemed'],
      active: true,
      near: { lng: 104.52, lat: 28.43, datum: 'gcj02' },
      text: '1 2',
      cursor: '7',
    })
    await send('GET /v1/programmes/spring/versions/3', { session: 'li' })
    expect(host.seen[1]?.input).toEqual({ programme: 'spring', version: 3 })
  })

  test.each([
    ['limit=5&limit=6', 'limit', 'repeated'],
    ['limit=1e1', 'limit', 'wrong_type'],
    ['limit=0x10', 'limit', 'wrong_type'],
    ['limit=9007199254740993', 'limit', 'wrong_type'],
    ['limit=', 'limit', 'wrong_type'],
    ['limit=2.5', 'limit', 'not_whole'],
    ['limit=-1', 'limit', 'negative'],
    ['limit=500', 'limit', 'too_big'],
    ['active=yes', 'active', 'wrong_type'],
    ['states=gone', 'states.0', 'not_listed'],
    ['near=%7B%22lng%22%3A1%2C%22lng%22%3A2%7D', 'near', 'wrong_type'],
    ['near=%7B%22lng%22%3A1%2C%22lat%22%3A2%7D', 'near.datum', 'missing'],
    ['tenant=other', 'tenant', 'unknown_field'],
    ['__proto__=1', '__proto__', 'unknown_field'],
    ['text=%E5%88', 'query', 'wrong_format'],
    [`text=${'x'.repeat(9000)}`, 'address', 'too_long'],
    [Array.from({ length: 70 }, (_, index) => `a${index}`).join('&'), 'query', 'too_long'],
  ])('refuses the query %s', async (query, path, problem) => {
    const { host, send } = testApi()
    const answer = await send(`GET /v1/vouchers?${query}`, { session: 'wang' })
    expect(answer.json).toMatchObject({ status: 400, code: 'input_invalid', params: { path, problem } })
    if (problem === 'repeated' || problem === 'unknown_field') expect(host.seen).toEqual([])
  })

  test('takes nothing from the query of a POST', async () => {
    const { send } = testApi()
    const answer = await send('POST /v1/redemptions?code=ABC', { ...asTill, body: sale })
    expect(answer.json).toMatchObject({ code: 'input_invalid', params: { path: 'code', problem: 'unknown_field' } })
  })

  test('refuses a field that stands in the path and in the body', async () => {
    const { host, send } = testApi()
    const answer = await send('POST /v1/vouchers/vch_1/codes', { session: 'wang', body: { voucherId: 'vch_2' } })
    expect(answer.json).toMatchObject({
      status: 400,
      code: 'input_invalid',
      params: { path: 'voucherId', problem: 'given_twice' },
    })
    expect(host.seen).toEqual([])
  })

  test.each([['[]'], ['"text"'], ['7'], ['null']])('refuses the body %s, which is no object', async (text) => {
    const { send } = testApi()
    expect((await send('POST /v1/redemptions', { ...asTill, text })).json).toMatchObject({
      params: { problem: 'not_an_object' },
    })
  })
})

describe('addresses', () => {
  test('unknown ones are 404, wrong methods 405 with the right ones', async () => {
    const { send } = testApi()
    expect((await send('GET /v1/nothing')).json).toMatchObject({ status: 404, code: 'route_unknown' })
    const wrong = await send('DELETE /v1/vouchers')
    expect(wrong.json).toMatchObject({ status: 405, code: 'method_not_allowed', params: { allowed: 'GET' } })
    expect(wrong.headers.allow).toBe('GET')
  })

  test('are found with and without the path where the handler is mounted', async () => {
    const { send } = testApi({ basePath: '/tally' })
    expect((await send('GET /tally/v1/health')).status).toBe(200)
    expect((await send('GET /v1/health')).status).toBe(200)
    expect((await send('GET /tally/v1/nothing')).json).toMatchObject({ type: '/tally/v1/problems/route_unknown' })
    expect(() => createCallHandler(testHost(), { basePath: '/tally/' })).toThrow(
      expect.objectContaining({ code: 'base_path_invalid' }),
    )
  })

  test('HEAD is GET without the body', async () => {
    const { send } = testApi()
    expect(await send('HEAD /v1/vouchers', { session: 'wang' })).toMatchObject({ status: 200, body: '' })
  })

  test('keys, health, problems and the OpenAPI document need no session', async () => {
    const { host, send } = testApi()
    const keys = await send('GET /v1/gaoxian/keys')
    expect(keys.json).toEqual({ keys: [{ kty: 'EC', kid: 'gaoxian-1' }] })
    expect(keys.headers).toMatchObject({
      'content-type': 'application/jwk-set+json',
      'cache-control': 'public, max-age=600',
    })
    expect((await send('GET /v1/a%2Fb/keys')).status).toBe(404)
    expect((await send('GET /v1/health')).json).toEqual({ ok: true, store: 'test' })
    host.failure = new Error('down')
    expect(await send('GET /v1/health')).toMatchObject({ status: 503, json: { ok: false, store: 'test' } })
    expect((await send('GET /v1/openapi.json')).json).toMatchObject({ openapi: '3.1.0' })
    const { problems } = (await send('GET /v1/problems')).json as { problems: { code: string; status: number }[] }
    expect(problems.map(({ code }) => code)).toEqual(Object.keys(refusals).sort())
    expect((await send('GET /v1/problems/sold_out')).json).toMatchObject({
      code: 'sold_out',
      status: 409,
      en: refusals.sold_out.en,
    })
    expect((await send('GET /v1/problems/nonsense')).status).toBe(404)
  })
})

describe('who calls', () => {
  test('a call without a session is refused where one is needed', async () => {
    const answer = await testApi().send('GET /v1/vouchers')
    expect(answer.json).toMatchObject({ status: 401, code: 'session_missing' })
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })

  test.each([
    ['Bearer nobody', 'session_invalid'],
    ['Bearer old', 'session_expired'],
    ['Basic d2FuZzp3YW5n', 'session_invalid'],
    ['Bearer', 'session_invalid'],
    ['Bearer two words', 'session_invalid'],
    [`Bearer ${'x'.repeat(9000)}`, 'session_invalid'],
  ])('refuses Authorization: %s', async (authorization, code) => {
    const { send } = testApi()
    for (const line of ['GET /v1/vouchers', 'GET /v1/cards/1/mark?tenant=gaoxian']) {
      const answer = await send(line, { headers: { authorization } })
      expect(answer.json).toMatchObject({ status: 401, code })
      expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
    }
  })

  test('a role without the permission is 403', async () => {
    const answer = await testApi().send('POST /v1/redemptions', { session: 'wang', key: 'k', body: sale })
    expect(answer.json).toMatchObject({
      status: 403,
      code: 'permission_missing',
      params: { operation: 'voucher.redeem' },
    })
  })

  test('a public call names its tenant by header, by query or not at all', async () => {
    const { send } = testApi()
    const answers = [
      await send('GET /v1/cards/42/mark', { headers: { 'tally-tenant': 'gaoxian' } }),
      await send('GET /v1/cards/42/mark?tenant=gaoxian'),
      await testApi({ defaultTenant: 'gaoxian' }).send('GET /v1/cards/42/mark'),
    ]
    for (const { json } of answers) expect(json).toEqual({ serial: '42', tenant: 'gaoxian', role: 'public' })
    const post = await send('POST /v1/cards/42/reports?tenant=gaoxian', { key: 'k', body: { words: 'looks odd' } })
    expect(post.json).toEqual({ serial: '42', tenant: 'gaoxian' })
    expect((await send('GET /v1/cards/42/mark')).json).toMatchObject({
      params: { path: 'Tally-Tenant', problem: 'missing' },
    })
    expect((await send('GET /v1/cards/42/mark?tenant=a%0Db')).json).toMatchObject({
      params: { problem: 'wrong_format' },
    })
  })

  test('a session stays in its own tenant', async () => {
    const { send } = testApi()
    const own = { session: 'wang', headers: { 'tally-tenant': 'gaoxian' } }
    expect((await send('GET /v1/cards/42/mark', own)).json).toMatchObject({ role: 'holder', tenant: 'gaoxian' })
    const other = await send('GET /v1/vouchers', { session: 'wang', headers: { 'tally-tenant': 'yibin' } })
    expect(other.json).toMatchObject({ status: 403, code: 'tenant_wrong' })
  })
})

describe('idempotency keys', () => {
  test.each([
    [undefined, 'idempotency_key_missing'],
    ['', 'idempotency_key_invalid'],
    ['two words', 'idempotency_key_invalid'],
    ['é', 'idempotency_key_invalid'],
    ['line\r\nbreak', 'idempotency_key_invalid'],
    ['x'.repeat(129), 'idempotency_key_invalid'],
  ])('refuses the key %j on a write', async (key, code) => {
    const { host, send } = testApi()
    expect((await send('POST /v1/redemptions', { session: 'till', key, body: sale })).json).toMatchObject({
      status: 400,
      code,
    })
    expect(host.seen).toEqual([])
  })

  test('are not needed where repeating does no harm, and not passed on for reads', async () => {
    const { host, send } = testApi()
    expect((await send('POST /v1/vouchers/v/codes', { session: 'wang' })).status).toBe(200)
    expect((await send('GET /v1/vouchers', { session: 'wang', key: 'k' })).status).toBe(200)
    expect(host.seen.map(({ options }) => options.idempotencyKey)).toEqual([undefined, undefined])
  })

  test('THR-C7 a key reused for other content is 422', async () => {
    const answer = await testApi().send('POST /v1/redemptions', { ...asTill, body: { ...sale, code: 'reused' } })
    expect(answer.json).toMatchObject({ status: 422, code: 'idempotency_key_reused', retryable: false })
  })

  test('THR-C8 a key goes to the host together with the principal it belongs to', async () => {
    const { host, send } = testApi()
    for (const session of ['wang', 'chen']) await send('POST /v1/vouchers/v/codes', { session, key: 'same' })
    expect(host.seen.map(({ actor, options }) => [actor.owner, options.idempotencyKey])).toEqual([
      [7, 'same'],
      [8, 'same'],
    ])
  })
})

describe('refusals', () => {
  test('are problem documents with the sentence in the language asked for', async () => {
    const { send } = testApi()
    const body = { ...sale, code: 'used' }
    const chinese = await send('POST /v1/redemptions', { ...asTill, body })
    expect(chinese.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': 'zh-CN',
    })
    expect(chinese.json).toEqual({
      type: '/v1/problems/voucher_already_redeemed',
      title: 'voucher already redeemed',
      status: 409,
      detail: '这张券已于11月23日 10:00使用。不是本人操作请联系客服。',
      code: 'voucher_already_redeemed',
      params: { at: '2026-11-23T10:00:00+08:00' },
      reasons: [],
      needs: [],
      retryable: false,
      requestId: chinese.headers['tally-request-id'],
    })
    const english = await send('POST /v1/redemptions', { ...asTill, body, headers: { 'accept-language': 'en-GB' } })
    expect(english.json.detail).toBe(
      'This voucher was used November 23 at 10:00. If that was not you, call the help desk.',
    )
    expect(english.headers['content-language']).toBe('en')
  })

  test('say when to come back', async () => {
    const { send } = testApi()
    const early = await send('POST /v1/redemptions', { ...asTill, body: { ...sale, code: 'early' } })
    expect([early.status, early.headers['retry-after'], early.json.retryable]).toEqual([425, '90', true])
    const locked = await send('POST /v1/redemptions', { ...asTill, body: { ...sale, code: 'locked' } })
    expect([locked.status, locked.headers['retry-after']]).toEqual([423, '900'])
  })

  test('every code of the catalogue has an HTTP status, and a sentence in both languages', () => {
    for (const [code, entry] of Object.entries(refusals)) {
      expect([400, 401, 403, 404, 405, 409, 410, 411, 413, 415, 422, 423, 425, 429, 500, 503], code).toContain(
        entry.status,
      )
      expect(entry['zh-CN'], code).toMatch(/[\u4e00-\u9fff]/)
      expect(entry.en, code).toMatch(/^[^\u4e00-\u9fff]+$/)
    }
  })
})

describe('what is thrown', () => {
  test.each([
    ['store_unavailable', 503, 'store_unavailable'],
    ['outcome_unknown', 503, 'store_unavailable'],
    ['queue_full', 503, 'overloaded'],
    ['ledger_unbalanced', 500, 'internal'],
  ])('a TallyError %s is answered with %i, without its message', async (thrown, status, code) => {
    const host = testHost()
    host.failure = new TallyError(thrown, 'secret words', { cause: new Error('more secret words') })
    const errors: unknown[] = []
    const { send } = testApi({ onError: (error, requestId) => errors.push([error, requestId]) }, host)
    const answer = await send('GET /v1/vouchers', { session: 'wang' })
    expect(answer.json).toMatchObject({ status, code, retryable: status === 503 })
    expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined)
    expect(answer.body).not.toContain('secret')
    expect(errors).toEqual([[host.failure, answer.headers['tally-request-id']]])
  })

  test('anything else is internal, with the id to tell the help desk', async () => {
    const host = testHost()
    host.failure = 'not even an error'
    const answer = await testApi({}, host).send('GET /v1/vouchers', {
      session: 'wang',
      headers: { 'accept-language': 'en' },
    })
    expect(answer.json).toMatchObject({ status: 500, code: 'internal' })
    expect(answer.json.detail).toContain(answer.json.requestId)
  })
})

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

test('every answer forbids keeping, guessing, referring and framing', async () => {
  const { send } = testApi()
  for (const line of ['GET /v1/health', 'GET /v1/nothing', 'GET /v1/vouchers', 'OPTIONS /v1/vouchers']) {
    expect((await send(line)).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
  }
})

describe('bodies', () => {
  test('that an adapter could not read are told apart', async () => {
    const { send } = testApi()
    const read = await send('POST /v1/redemptions', { ...asTill, bodyProblem: 'body_already_read' })
    expect(read.json).toMatchObject({ status: 500, code: 'body_already_read' })
    const large = await send('POST /v1/redemptions', { ...asTill, bodyProblem: 'body_too_large' })
    expect(large.json).toMatchObject({ status: 413, code: 'body_too_large', params: { limitBytes: 65536 } })
  })

  test('THR-D1 of one megabyte or ten thousand levels never reach the host', async () => {
    const { host, send } = testApi()
    const large = await send('POST /v1/redemptions', {
      ...asTill,
      text: JSON.stringify({ note: 'x'.repeat(1_000_000) }),
    })
    expect(large.json).toMatchObject({ status: 413, code: 'body_too_large' })
    const deep = await send('POST /v1/redemptions', { ...asTill, text: '{"a":'.repeat(10_000) })
    expect(deep.json).toMatchObject({ status: 400, code: 'body_too_deep', params: { limit: 16 } })
    expect(host.seen).toEqual([])
  })

  test('THR-S3 with a prototype member are refused, by body and by query', async () => {
    const { host, send } = testApi()
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const answer = await send('POST /v1/redemptions', { ...asTill, text: `{"${name}":{"role":"operator"}}` })
      expect(answer.json).toMatchObject({ status: 400, code: 'json_member_refused', params: { member: name } })
      const asked = await send(`GET /v1/vouchers?${name}=1`, { session: 'wang' })
      expect(asked.json).toMatchObject({ status: 400, code: 'input_invalid' })
    }
    expect(host.seen).toEqual([])
  })
})

describe('THR-R5 amounts', () => {
  test.each([
    ['-1', 'input_invalid', 'negative'],
    ['0.5', 'input_invalid', 'not_whole'],
    ['-0.5', 'input_invalid', undefined],
    ['128.01', 'input_invalid', 'not_whole'],
    ['1e3', 'json_number_refused', undefined],
    ['1E3', 'json_number_refused', undefined],
    ['9007199254740992', 'json_number_imprecise', undefined],
    ['9007199254740991', 'input_invalid', 'too_big'],
    ['1e400', 'json_number_refused', undefined],
    ['"12800"', 'input_invalid', 'wrong_type'],
    ['"1e3"', 'input_invalid', 'wrong_type'],
    ['null', 'input_invalid', 'wrong_type'],
    ['true', 'input_invalid', 'wrong_type'],
    ['[12800]', 'input_invalid', 'wrong_type'],
    ['NaN', 'json_malformed', undefined],
    ['Infinity', 'json_malformed', undefined],
    ['0x10', 'json_malformed', undefined],
    ['010', 'json_malformed', undefined],
    ['1_000', 'json_malformed', undefined],
  ])('refuses the amount %s', async (literal, code, problem) => {
    const { send } = testApi()
    const text = `{"code":"ABC","orderNumber":"A-1","orderAmountMinor":${literal}}`
    for (const language of ['zh-CN', 'en']) {
      const answer = await send('POST /v1/redemptions', { ...asTill, text, headers: { 'accept-language': language } })
      expect(answer.json).toMatchObject({
        status: 400,
        code,
        ...(problem ? { params: { path: 'orderAmountMinor', problem } } : {}),
      })
      expect(answer.json.detail).toMatch(language === 'en' ? /^[^\u4e00-\u9fff{}]+$/ : /[\u4e00-\u9fff]/)
    }
  })
})

describe('THR-Z2 operations that are not fully declared', () => {
  const broken = (change: Record<string, unknown>) => ({ ...redeem, ...change }) as AnyOperation

  test.each([
    ['no permits', { permits: [] }, 'operation_without_permits'],
    ['undefined permits', { permits: undefined }, 'operation_without_permits'],
    ['no scope', { scope: undefined }, 'operation_without_permits'],
    ['no route', { route: undefined }, 'route_malformed'],
    ['a route outside /v1', { route: 'POST /admin' }, 'route_malformed'],
    ['another method', { route: 'DELETE /v1/redemptions' }, 'route_malformed'],
    ['a write by GET', { route: 'GET /v1/redemptions' }, 'write_by_get'],
    ['a placeholder that is no field', { route: 'POST /v1/redemptions/{id}' }, 'route_field_unknown'],
    ['an input that drops members', { input: z.object({ code: z.string() }) }, 'input_not_strict'],
    [
      'an inner object that drops members',
      { input: z.strictObject({ a: z.array(z.object({ b: z.string() })) }) },
      'input_not_strict',
    ],
  ])('are not served: %s', (_, change, code) => {
    expect(() => createCallHandler(testHost([broken(change)]))).toThrow(expect.objectContaining({ code }))
  })

  test('are not served: two at one address, or one at the address of a document', () => {
    const twin = broken({ name: 'voucher.twin' })
    expect(() => createCallHandler(testHost([redeem, twin]))).toThrow(
      expect.objectContaining({ code: 'route_conflict' }),
    )
    const health = { ...list, route: 'GET /v1/health' as const }
    expect(() => createCallHandler(testHost([health]))).toThrow(expect.objectContaining({ code: 'route_conflict' }))
  })
})

test('THR-Z3 refuses a member that the schema does not know, at any depth, and never drops it', async () => {
  const { send } = testApi()
  const extra = await send('POST /v1/redemptions', { ...asTill, body: { ...sale, state: 'redeemed' } })
  expect(extra.json).toMatchObject({
    status: 400,
    code: 'input_invalid',
    params: { path: 'state', problem: 'unknown_field' },
  })
  const position = { lng: 1, lat: 2, datum: 'wgs84', verified: true }
  const inner = await send('POST /v1/redemptions', { ...asTill, body: { ...sale, position } })
  expect(inner.json).toMatchObject({ params: { path: 'position.verified', problem: 'unknown_field' } })
})

describe('THR-P3 what was sent does not come back', () => {
  const canary = '511525199001010005'

  test('in refusals, in the log of answers or in the log of errors', async () => {
    const logged: unknown[] = []
    const { send } = testApi({
      onAnswer: (entry) => logged.push(entry),
      onError: (error, id) => logged.push([String(error), id]),
    })
    const answers = [
      ...(await Promise.all(
        Object.keys({ ...sale, position: 0, note: 0 }).map((field) =>
          send('POST /v1/redemptions', { ...asTill, body: { ...sale, [field]: [canary] } }),
        ),
      )),
      await send('POST /v1/redemptions', { ...asTill, body: { ...sale, note: canary.repeat(20) } }),
      await send('POST /v1/redemptions', { ...asTill, body: { ...sale, [canary]: 1 } }),
      await send('POST /v1/redemptions', { ...asTill, body: { ...sale, position: { [canary]: canary } } }),
      await send('POST /v1/redemptions', { ...asTill, text: `{"code":"${canary}` }),
      await send('POST /v1/redemptions', { ...asTill, text: `{"${canary}":1,"${canary}":2}` }),
      await send('POST /v1/redemptions', { ...asTill, text: `{"code":${canary}}` }),
      await send('POST /v1/redemptions', { session: 'till', key: `${canary} `, body: sale }),
      await send('POST /v1/redemptions', { session: canary, key: 'k', body: sale }),
      await send(`POST /v1/redemptions?id=${canary}`, { ...asTill, body: sale }),
      await send(`GET /v1/vouchers?limit=${canary}`, { session: 'wang' }),
      await send(`GET /v1/vouchers?${canary}=1`, { session: 'wang' }),
      await send(`GET /v1/${canary}`),
      await send(`GET /v1/cards/${canary}/mark?tenant=${canary}x/`),
      await send(`GET /v1/problems/${canary}`),
      await send(`${canary} /v1/vouchers`),
      await send('GET /v1/vouchers', {
        session: 'wang',
        headers: { 'tally-tenant': canary, 'accept-language': canary },
      }),
    ]
    for (const { status, body, headers } of answers) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(body + JSON.stringify(headers)).not.toContain(canary)
    }
    expect(logged.length).toBeGreaterThanOrEqual(answers.length)
    expect(JSON.stringify(logged)).not.toContain(canary)
  })
})

describe('THR-U3 request ids and log entries', () => {
  test.each(['short', 'with space', 'line\r\nbreak', 'x'.repeat(65), '{"level":"info"}', '../../etc', '\u001b[31mred'])(
    'replaces the id %j, which could forge a line of a log',
    async (given) => {
      const { send } = testApi()
      const answer = await send('GET /v1/nothing', { headers: { 'tally-request-id': given } })
      expect(answer.headers['tally-request-id']).toMatch(/^req_[0-9a-z]{26}$/)
      expect(answer.json.requestId).toBe(answer.headers['tally-request-id'])
    },
  )

  test('keeps an id that is fit for a log, and makes ones that sort by time', async () => {
    const { host, send } = testApi()
    const kept = await send('GET /v1/nothing', { headers: { 'tally-request-id': 'host-2026.11.23_0001' } })
    expect(kept.headers['tally-request-id']).toBe('host-2026.11.23_0001')
    const first = (await send('GET /v1/nothing')).headers['tally-request-id'] ?? ''
    host.clock += 1
    const second = (await send('GET /v1/nothing')).headers['tally-request-id'] ?? ''
    expect(first < second).toBe(true)
  })

  test('an answer’s log entry holds nothing that a caller wrote', async () => {
    const entries: AnswerEntry[] = []
    const { send } = testApi({ onAnswer: (entry) => entries.push(entry) })
    await send('POST /v1/redemptions', { ...asTill, body: { ...sale, code: 'used' } })
    await send('GE\r\nT /v1/vou\r\nchers?a=\r\n', { session: 'a\r\nb' })
    expect(entries).toEqual([
      {
        requestId: expect.stringMatching(/^req_/),
        method: 'POST',
        operation: 'voucher.redeem',
        status: 409,
        code: 'voucher_already_redeemed',
        role: 'terminal',
        tenant: 'gaoxian',
        milliseconds: 0,
      },
      expect.objectContaining({ method: '?', operation: undefined, status: 404, code: 'route_unknown' }),
    ])
    expect(JSON.stringify(entries[1])).not.toContain('\\r')
  })
})

test('an operation without a value answers null', async () => {
  const silent = defineOperation({
    ...list,
    name: 'voucher.silent',
    route: 'GET /v1/silent',
    output: z.undefined(),
    decide: () => accept(undefined),
  })
  const { send } = testApi({}, testHost([silent]))
  expect((await send('GET /v1/silent', { session: 'wang' })).body).toBe('null')
})
