import { beforeEach, describe, expect, test } from 'vitest'
import { clientForRoutes } from '../client/client-for-routes.ts'
import type { TallyClient } from '../client/create-client.ts'
import { routes } from '../client/routes.ts'
import { createTally, type Tally } from '../create-tally.ts'
import type { operations } from '../domain/operations.ts'
import { type FakeClock, fakeClock } from '../engine/clock.ts'
import { memoryStore } from '../engine/memory-store.ts'
import { createKeySet } from '../token/key-set/create-key-set.ts'
import { generateKeys } from '../token/keys/generate-keys.ts'
import { verifyStatusList } from '../token/status-list/verify-status-list.ts'
import { unwrap } from '../unwrap.ts'
import { createFetchHandler } from './create-fetch-handler.ts'

// The transport in front of the real engine and the real operations, as a host mounts it.

const noodles = { merchantId: 'noodles', region: '511525' }
let tally: Tally
let clock: FakeClock

async function clientOf(id: string, tenant = 'gaoxian'): Promise<TallyClient> {
  const { session } = unwrap(await tally.mintSession({ role: 'operator', id, tenant, ttlSeconds: 900 }))
  const handle = createFetchHandler(tally)
  const fetch = (url: string, init: object) => handle(new Request(url, init))
  return clientForRoutes<typeof operations>(routes, { baseUrl: 'https://vouchers.example', session, fetch })
}

beforeEach(async () => {
  clock = fakeClock('2026-11-23T10:00:00+08:00')
  tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock })
  return () => tally.close()
})

describe('over HTTP', () => {
  test('a repeated call gets the stored answer', async () => {
    const li = await clientOf('li')
    const first = await li.merchant.add(noodles, { idempotencyKey: 'k1' })
    expect(first).toMatchObject({ ok: true, value: { merchantId: 'noodles', status: 'active' } })
    expect(await li.merchant.add(noodles, { idempotencyKey: 'k1' })).toEqual(first)
    expect(await li.merchant.add(noodles)).toMatchObject({ ok: false, code: 'merchant_exists' })
  })

  test('THR-C7 the same key with another body is refused, and changes nothing', async () => {
    const li = await clientOf('li')
    await li.merchant.add(noodles, { idempotencyKey: 'k1' })
    const other = await li.merchant.add({ ...noodles, region: '511500' }, { idempotencyKey: 'k1' })
    expect(other).toMatchObject({ ok: false, code: 'idempotency_key_reused' })
    expect(await li.merchant.list()).toMatchObject({ ok: true, value: { merchants: [{ region: '511525' }] } })
  })

  test('THR-C8 the key of somebody else does not show their answer', async () => {
    const [li, zhao, elsewhere] = [await clientOf('li'), await clientOf('zhao'), await clientOf('li', 'yibin')]
    await li.merchant.add({ ...noodles, title: 'Secret name' }, { idempotencyKey: 'k1' })
    const answers = [
      await zhao.merchant.add({ ...noodles, title: 'Secret name' }, { idempotencyKey: 'k1' }),
      await elsewhere.merchant.list(),
    ]
    expect(answers[0]).toMatchObject({ ok: false, code: 'merchant_exists' })
    expect(JSON.stringify(answers)).not.toContain('Secret name')
    expect(await elsewhere.merchant.add(noodles, { idempotencyKey: 'k1' })).toMatchObject({ ok: true })
  })

  test('remote and local answers are equal', async () => {
    const local = tally.as({ role: 'operator', tenant: 'gaoxian', id: 'li' })
    const remote = await clientOf('li')
    await local.merchant.add(noodles)
    expect(await remote.merchant.list()).toEqual(await local.merchant.list())
    expect(await remote.merchant.add(noodles)).toEqual(await local.merchant.add(noodles))
    const wrong = { ...noodles, region: 'nowhere', state: 'active' } as typeof noodles
    expect(await remote.merchant.add(wrong)).toEqual(await local.merchant.add(wrong))
  })

  test('the key set of a tenant and the health of the store need no session', async () => {
    const handle = createFetchHandler(tally)
    const get = async (path: string) => (await handle(new Request(`https://vouchers.example${path}`))).json()
    expect(await get('/v1/gaoxian/keys')).toMatchObject({
      keys: expect.arrayContaining([expect.objectContaining({ kty: 'EC' })]),
    })
    expect(JSON.stringify(await get('/v1/gaoxian/keys'))).not.toContain('"d"')
    expect(await get('/v1/health')).toEqual({ ok: true, store: 'memory' })
  })

  test('partners read which cards are void, as a status list of the draft’s media type, kept for a minute', async () => {
    const operator = tally.as({ role: 'operator', tenant: 'gaoxian', id: 'li' })
    const card = { kind: 'card', faceValuesMinor: [2000], perDonationMinor: 6000 }
    const period = { from: '2026-01-01T00:00:00+08:00', to: '2030-01-01T00:00:00+08:00' }
    const document = { programme: 'souvenir', timeZone: 'Asia/Shanghai', currency: 'CNY', period, benefits: { card } }
    unwrap(await operator.programme.publish({ document }))
    const purchase = { benefit: 'souvenir/card', faceMinor: 2000, count: 2, supplier: 'printer' }
    const { cardBatchId, firstSerial } = unwrap(await operator.card.purchase(purchase))
    unwrap(await operator.card.produce({ cardBatchId, block: 1 }))
    const handle = createFetchHandler(tally)
    const get = (path: string) => handle(new Request(`https://vouchers.example${path}`))
    const answer = await get('/v1/gaoxian/card-statuses/0')
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'application/statuslist+jwt',
      'public, max-age=60',
    ])
    const before = await answer.text()
    unwrap(await operator.card.void({ serial: firstSerial, reason: 'damaged' }))
    expect(await (await get('/v1/gaoxian/card-statuses/0')).text()).toBe(before)
    clock.advance({ seconds: 60 })
    const options = { keys: createKeySet(tally.publicKeys('gaoxian')), issuer: 'urn:tallystick:gaoxian', list: 0 }
    const after = await (await get('/v1/gaoxian/card-statuses/0')).text()
    const list = unwrap(await verifyStatusList(after, { ...options, now: new Date(clock.now()) }))
    expect([100, 101].map((index) => list.isVoid(index))).toEqual([true, false])
    for (const path of ['/v1/gaoxian/card-statuses/9', '/v1/gaoxian/card-statuses/x', '/v1/nobody/card-statuses/0']) {
      expect((await get(path)).status).toBe(404)
    }
  })
})
