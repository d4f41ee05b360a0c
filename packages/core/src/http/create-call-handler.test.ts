import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { TallyError } from '../kernel/error.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import { refusals } from '../kernel/refusals/catalogue.ts'
import { createCallHandler } from './create-call-handler.ts'
import type { AnswerEntry } from './http-call.ts'
import { testApi } from './testing/send.ts'
import { testHost } from './testing/test-host.ts'
import { list, redeem } from './testing/test-operations.ts'

const sale = { code: 'ABC', orderNumber: 'A-1', orderAmountMinor: 128_00 }
const asTill = { session: 'till', key: 'order-A-1' }

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
