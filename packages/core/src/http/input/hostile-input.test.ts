import { describe, expect, test } from 'vitest'
import { testApi } from '../testing/send.ts'

const sale = { code: 'ABC', orderNumber: 'A-1', orderAmountMinor: 128_00 }
const asTill = { session: 'till', key: 'order-A-1' }

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
