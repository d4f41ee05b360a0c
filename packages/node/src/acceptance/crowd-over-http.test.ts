import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { explainRefusal, unwrap, verifyJournal } from '@tallystick/core'
import { refusals } from '@tallystick/core/errors'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../server/serve.ts'
import { sqliteStore } from '../store-sqlite/sqlite-store.ts'
import { idNumberOf, openCounty, openSeason, tenant } from './testing/county.ts'
import { get, holderSession, post } from './testing/http.ts'

test('THR-C1 gives 500 people who press at once over HTTP exactly 100 vouchers, one each, and a reason to everyone else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-crowd-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const tally = await openCounty(folder)
  const { batchId, secretKey, sponsor } = await openSeason(tally, folder, 100)
  const { url, close } = await serve(tally, { port: 0, limits: { address: 'off', server: 'off' } })
  // The new secret key is followed within a second or two.
  await expect.poll(() => tally.authenticate(secretKey).ok, { timeout: 5000 }).toBe(true)
  const sessions = await Promise.all(
    Array.from({ length: 500 }, (_, person) => holderSession(url, secretKey, idNumberOf(person))),
  )
  const answers = await Promise.all(
    sessions.map((session, person) => post(`${url}/v1/vouchers`, { batchId }, session, `claim-${person}`)),
  )
  const won = answers.filter(({ status }) => status === 200 || status === 201)
  const refused = answers.filter(({ body }) => 'code' in body)
  expect(won).toHaveLength(100)
  expect(new Set(won.map(({ body }) => body.voucherId)).size).toBe(100)
  expect(refused).toHaveLength(400)
  for (const { body, status } of refused) {
    expect(body.code).toBe('sold_out')
    expect(status).toBe(refusals.sold_out.status)
    expect(body.detail).toBe(
      explainRefusal({ ok: false, code: 'sold_out', detail: {}, reasons: [], needs: [], retryable: false }, 'zh-CN'),
    )
  }
  const lists = await Promise.all(sessions.map((session) => get(`${url}/v1/vouchers`, session)))
  const held = lists.map(({ body }) => (body.vouchers as unknown[]).length)
  expect(held.reduce((sum, count) => sum + count, 0)).toBe(100)
  expect(Math.max(...held)).toBe(1)
  const figures = unwrap(await sponsor.batch.figures({ batchId }))
  expect(figures).toMatchObject({ quota: 100, left: 0, issued: 100, outstanding: 100, committedMinor: 200_000 })
  expect(unwrap(await sponsor.ledger.balances({})).sums).toEqual({ CNY: 0 })
  await close(0)
  await tally.close()
  const store = sqliteStore(`${folder}/tally.db`)
  expect(await verifyJournal(store, { tenant, shard: 0 })).toMatchObject({ ok: true })
  await store.close()
}, 60_000)
