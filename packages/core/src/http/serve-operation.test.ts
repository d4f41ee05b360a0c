import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accept } from '../kernel/decision.ts'
import { defineOperation } from '../kernel/operation.ts'
import { testApi } from './testing/send.ts'
import { testHost } from './testing/test-host.ts'
import { list } from './testing/test-operations.ts'

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

  test('THR-L11 says which address people call from, signed in or not, as far as our own proxies know; of nobody else', async () => {
    const { host, send } = testApi({ trustedProxies: ['10.0.0.0/8'], defaultTenant: 'gaoxian' })
    const behind = { remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': '198.51.100.4, 203.0.113.7' } }
    await send('GET /v1/cards/123/mark', behind)
    await send('GET /v1/cards/123/mark', { ...behind, session: 'wang' })
    await send('POST /v1/redemptions', { ...behind, ...asTill, body: sale })
    await send('GET /v1/cards/123/mark', { remoteAddress: '198.51.100.9' })
    expect(host.seen.map(({ actor }) => [actor.role, actor.address])).toEqual([
      ['public', '203.0.113.7'],
      ['holder', '203.0.113.7'],
      ['terminal', undefined],
      ['public', '198.51.100.9'],
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

  test('that were used for other content are 422', async () => {
    const answer = await testApi().send('POST /v1/redemptions', { ...asTill, body: { ...sale, code: 'reused' } })
    expect(answer.json).toMatchObject({ status: 422, code: 'idempotency_key_reused', retryable: false })
  })

  test('go to the host together with the principal they belong to', async () => {
    const { host, send } = testApi()
    for (const session of ['wang', 'chen']) await send('POST /v1/vouchers/v/codes', { session, key: 'same' })
    expect(host.seen.map(({ actor, options }) => [actor.owner, options.idempotencyKey])).toEqual([
      [7, 'same'],
      [8, 'same'],
    ])
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
