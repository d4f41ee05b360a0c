import { expect, test } from 'vitest'
import { clientForRoutes } from '../client/client-for-routes.ts'
import { routes } from '../client/routes.ts'
import { BENEFIT, offlineCounty, offlineTill, phoneOf } from '../domain/offline/testing/offline-village.ts'
import type { operations } from '../domain/operations.ts'
import { auditor, tenant } from '../domain/testing/county.ts'
import { unwrap } from '../unwrap.ts'
import { createFetchHandler } from './create-fetch-handler.ts'

test('THR-R10 a till over HTTP gets its allowance, sells alone, and hands in; a record that was altered is a problem', async () => {
  const county = await offlineCounty()
  const till = { merchantId: 'noodles', terminalId: 't1' }
  const { session } = unwrap(await county.tally.mintSession({ role: 'terminal', tenant, ...till, ttlSeconds: 900 }))
  const handle = createFetchHandler(county.tally)
  const statuses: number[] = []
  const fetch = async (url: string, init: object) => {
    const response = await handle(new Request(url, init))
    statuses.push(response.status)
    return response
  }
  const baseUrl = 'https://vouchers.example'
  const client = clientForRoutes<typeof operations>(routes, { baseUrl, session, fetch })
  const noodles = offlineTill(county, 'noodles', 't1', 0, client)
  expect(unwrap(await noodles.fetch())).toMatchObject({ capMinor: 6_000, freshUntil: '2025-01-20T02:05:00.000Z' })
  const wang = await phoneOf(county, 1)
  unwrap(await noodles.sell(wang, unwrap(await wang.fetch()).credential))
  const [record] = noodles.records
  if (!record) throw new Error('a sale leaves a record')
  const altered = await noodles.handIn({ ...record, orderAmountMinor: 99_900 })
  expect(altered).toMatchObject({ code: 'offline_record_refused', detail: { reason: 'binding_wrong_amount' } })
  const booked = unwrap(await noodles.handIn(record))
  expect(booked).toMatchObject({ outcome: 'redeemed', subsidyMinor: 2_000 })
  expect(unwrap(await noodles.handIn(record))).toEqual(booked)
  expect(await client.offline.allowance({ benefit: 'spring/nothing' })).toMatchObject({ code: 'benefit_unknown' })
  expect(statuses).toEqual([200, 422, 200, 200, 404])
  const figures = unwrap(await county.as(auditor).batch.figures({ batchId: county.batchId }))
  expect([figures.redeemed, figures.subsidyMinor, BENEFIT]).toEqual([1, 2_000, 'spring/catering'])
  await county.tally.close()
})
