import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTally, systemClock, type Tally, unwrap } from '@tallystick/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileKeys } from '../keys/file-keys.ts'
import { addSecretKey } from '../keys/secret-keys.ts'
import { requireSqlite } from '../store-sqlite/sqlite-module.ts'
import { sqliteStore } from '../store-sqlite/sqlite-store.ts'
import { type RunningServer, serve } from './serve.ts'

const tenant = 'county'
const document = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-20T10:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  budget: { amountMinor: 200_000 },
  eligibility: {
    all: [
      {
        fact: 'position',
        operator: 'withinCircle',
        value: { latitude: 28.4, longitude: 104.5, radiusMetres: 9000, datum: 'gcj02' },
      },
    ],
  },
  benefits: {
    catering: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 10_000, offMinor: 2_000 } },
  },
  approval: 'one',
}

let folder = ''
let tally: Tally
let server: RunningServer
let batchId = ''
const bearers: Record<'operator' | 'host' | 'holder' | 'terminal' | 'elsewhere' | 'nobody', string> = {
  operator: '',
  host: '',
  holder: '',
  terminal: '',
  elsewhere: '',
  nobody: '',
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tally-bad-'))
  const keys = join(folder, 'keys')
  await fileKeys(keys, { create: true }).load()
  const key = (role: string, of = tenant) => addSecretKey(keys, { tenant: of, role, name: role }, new Date()).secretKey
  Object.assign(bearers, { operator: key('operator'), host: key('host') })
  tally = await createTally({ store: sqliteStore(join(folder, 'tally.db')), keys: fileKeys(keys), clock: systemClock })
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document }))
  unwrap(await sponsor.merchant.add({ merchantId: 'noodles', region: '511525' }))
  batchId = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 10 })).batchId
  const person = { idNumber: '511525199001010005' }
  const session = async (of: string, input: object) =>
    unwrap(await tally.mintSession({ tenant: of, ttlSeconds: 900, ...input } as Parameters<Tally['mintSession']>[0]))
      .session
  bearers.holder = await session(tenant, { role: 'holder', person })
  bearers.elsewhere = await session('other', { role: 'holder', person })
  bearers.terminal = await session(tenant, { role: 'terminal', merchantId: 'noodles', terminalId: 't1' })
  server = await serve(tally, { port: 0 })
})
afterAll(async () => {
  await server.close(0)
  await tally.close()
  rmSync(folder, { recursive: true })
})

interface Case {
  readonly path?: string
  readonly as?: keyof typeof bearers
  /** Sent as it stands when it is text. */
  readonly body: unknown
  readonly status: number
  readonly code: string
  readonly detail?: object
}

const claim = (more: object) => ({ path: '/v1/vouchers', as: 'holder', body: { batchId: 'BATCH', ...more } }) as const
const redeem = (more: object) =>
  ({ path: '/v1/redemptions', as: 'terminal', body: { code: 'A'.repeat(30), orderNumber: 'A-1', ...more } }) as const
const publish = (change: object) =>
  ({ path: '/v1/programmes', as: 'operator', body: { document: { ...document, version: 2, ...change } } }) as const
const invalid = (path: string, problem: string) => ({ status: 400, code: 'input_invalid', detail: { path, problem } })
const here = { latitude: 28.4, longitude: 104.5, accuracyMetres: 20 }

const cases: Readonly<Record<string, Case>> = {
  'malformed JSON': { ...claim({}), body: '{"batchId": ', status: 400, code: 'json_malformed' },
  'a member given twice': {
    ...claim({}),
    body: '{"batchId":"a","batchId":"b"}',
    status: 400,
    code: 'json_duplicate_member',
  },
  'a member that would reach the prototype': {
    ...claim({}),
    body: '{"__proto__":{"role":"operator"}}',
    status: 400,
    code: 'json_member_refused',
  },
  'a body over 64 KiB': {
    ...claim({}),
    body: `{"batchId":"${'x'.repeat(70_000)}"}`,
    status: 413,
    code: 'body_too_large',
  },
  'nesting ten thousand deep': { ...claim({}), body: `${'['.repeat(10_000)}`, status: 400, code: 'body_too_deep' },
  'an unknown field': { ...claim({ state: 'redeemed' }), ...invalid('state', 'unknown_field') },
  'a negative amount': { ...redeem({ orderAmountMinor: -100 }), ...invalid('orderAmountMinor', 'negative') },
  'a fraction of a fen': { ...redeem({ orderAmountMinor: 100.5 }), ...invalid('orderAmountMinor', 'not_whole') },
  'an amount as 1e3': {
    ...redeem({}),
    body: '{"code":"A","orderNumber":"A-1","orderAmountMinor":1e3}',
    status: 400,
    code: 'json_number_refused',
  },
  'an amount of 2^53': {
    ...redeem({}),
    body: '{"code":"A","orderNumber":"A-1","orderAmountMinor":9007199254740992}',
    status: 400,
    code: 'json_number_imprecise',
  },
  'an amount beyond the limit': { ...redeem({ orderAmountMinor: 2 ** 52 }), ...invalid('orderAmountMinor', 'too_big') },
  'an amount as text': { ...redeem({ orderAmountMinor: '100' }), ...invalid('orderAmountMinor', 'wrong_type') },
  'an unknown programme': {
    path: '/v1/batches',
    as: 'operator',
    body: { benefit: 'autumn/catering', quota: 5 },
    status: 404,
    code: 'benefit_unknown',
  },
  'a batch of another organisation': { ...claim({}), as: 'elsewhere', status: 404, code: 'batch_unknown' },
  'a missing permission': {
    path: '/v1/batches',
    as: 'holder',
    body: { benefit: 'spring/catering', quota: 5 },
    status: 403,
    code: 'permission_missing',
  },
  'no session at all': { ...claim({}), as: 'nobody', status: 401, code: 'session_missing' },
  'an ID number with a wrong check character': {
    path: '/v1/sessions',
    as: 'host',
    body: { role: 'holder', person: { idNumber: '511525199001010006' }, ttlSeconds: 60 },
    status: 422,
    code: 'identity_document_invalid',
    detail: { problem: 'check_character' },
  },
  'a position without its datum': { ...claim({ position: here }), ...invalid('position.datum', 'missing') },
  'no position where one decides': { ...claim({}), status: 422, code: 'position_needed' },
  'a mistyped code': { ...redeem({ orderAmountMinor: 12_800 }), status: 400, code: 'code_mistyped' },
  'a programme document with an unknown operator': {
    ...publish({ eligibility: { all: [{ fact: 'person.registration', operator: 'withinRegio', value: '511525' }] } }),
    status: 422,
    code: 'programme_document_invalid',
    detail: { path: '/eligibility/all/0/operator' },
  },
  'a programme text with an error in its ninth line': {
    path: '/v1/programmes',
    as: 'operator',
    body: {
      source: {
        format: 'yaml',
        text: [
          'programme: autumn',
          'timeZone: Asia/Shanghai',
          'period:',
          '  from: 2025-01-20T10:00:00+08:00',
          '  to: 2026-01-20T10:00:00+08:00',
          'benefits:',
          '  catering:',
          '    kind: voucher',
          '    terms: { thresholdMinor: 10000, offMinor: 0.5 }',
          '    usable: { within: P7D }',
        ].join('\n'),
      },
    },
    status: 422,
    code: 'programme_document_invalid',
    detail: { line: 9, path: '/benefits/catering/terms/offMinor' },
  },
}

async function send({ path = '', as = 'nobody', body }: Case, language: string, key: string) {
  const text = typeof body === 'string' ? body : JSON.stringify(body).replace('BATCH', batchId)
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': language,
      'idempotency-key': key,
      ...(bearers[as] === '' ? {} : { authorization: `Bearer ${bearers[as]}` }),
    },
    body: text,
  })
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    problem: (await answer.json()) as Record<string, unknown>,
  }
}

/** Everything that is stored but the record of refused attempts. */
async function written(): Promise<string> {
  const { DatabaseSync } = requireSqlite()
  const db = new DatabaseSync(join(folder, 'tally.db'), { readOnly: true })
  const rows = db.prepare('SELECT * FROM rows ORDER BY tenant, shard, owner, kind, n').all()
  const journal = db.prepare(`SELECT body FROM journal WHERE body NOT LIKE '%"operation":"attempts"%'`).all()
  db.close()
  return JSON.stringify([rows, journal])
}

describe('bad input over HTTP', () => {
  test.each(Object.entries(cases))(
    '%s: its code, its status, a sentence in both languages, nothing written',
    async (name, each) => {
      const before = await written()
      const chinese = await send(each, 'zh-CN', `bad-${name.replaceAll(/\W/g, '-')}`)
      const english = await send(each, 'en', `bad-${name.replaceAll(/\W/g, '-')}`)
      for (const { status, type, problem } of [chinese, english]) {
        expect({ status, code: problem.code }).toEqual({ status: each.status, code: each.code })
        expect(type).toContain('application/problem+json')
        if (each.detail) expect(problem.params).toMatchObject(each.detail)
      }
      expect(chinese.problem.detail).toMatch(/[\u4e00-\u9fff]{2}/)
      expect(english.problem.detail).toMatch(/^[^\u4e00-\u9fff]{20,}$/)
      expect(`${chinese.problem.detail}${english.problem.detail}`).not.toMatch(/\{\w+\}|undefined/)
      expect(await written()).toBe(before)
    },
  )
})
