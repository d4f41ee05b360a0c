import { expect, it } from 'vitest'
import { createTally } from '../create-tally.ts'
import { offline, offlineCounty, offlineTill, phoneOf } from '../domain/offline/testing/offline-village.ts'
import { countyKeys, operator } from '../domain/testing/county.ts'
import { findViolations } from '../domain/testing/invariants/find-violations.ts'
import { notedStore } from '../domain/testing/noted-store.ts'
import { memoryStore } from '../engine/memory-store.ts'
import { openKeys } from '../token/keys/open-keys.ts'
import { unwrap } from '../unwrap.ts'
import { reshard } from './testing/reshard.ts'

it('THR-R10 what was sold without a network before a move is handed in after it, and credentials can still be revoked', async () => {
  const { store, disk } = notedStore(3)
  const county = await offlineCounty(offline, { store })
  const people = await Promise.all([1, 2, 3, 4, 5].map((n) => phoneOf(county, n)))
  const shops = ['noodles', 'dumplings'].map((shop) => offlineTill(county, shop, 't1'))
  for (const till of shops) unwrap(await till.fetch())
  const credentials = await Promise.all(people.map(async (phone) => unwrap(await phone.fetch()).credential))
  const [wang] = people
  if (!wang) throw new Error('nobody came')
  for (const till of shops) unwrap(await till.sell(wang, credentials[0] ?? ''))

  const keys = await countyKeys
  const moved = reshard(disk, { from: 3, to: 8, keyRing: openKeys(keys), now: county.clock.now() })
  expect(findViolations(moved)).toEqual([])
  const wider = memoryStore({ shards: 8 })
  const { rows, journal, heads } = moved
  await (await wider.begin(heads, 'wait'))?.commit({ adds: rows, writes: [], removes: [], journal, heads })
  const tally = await createTally({ store: wider, keys, clock: county.clock })
  const after = { ...county, tally, store: wider, as: (actor: typeof operator) => tally.as(actor) }
  const again = ['noodles', 'dumplings'].map((shop) => offlineTill(after, shop, 't1', 1))

  const records = shops.flatMap((till) => till.records)
  const booked = await Promise.all(records.map((record, n) => again[n]?.handIn(record)))
  const outcomes = booked.map((answer) => (answer?.ok ? answer.value.outcome : answer?.code))
  expect(outcomes.sort()).toEqual(['lost', 'redeemed'])
  for (const { voucherId } of people.slice(1, 4)) {
    unwrap(await after.as(operator).voucher.void({ voucherId, reason: 'moved away' }))
  }
  const [noodles] = again
  if (!noodles) throw new Error('no till is left')
  expect(unwrap(await noodles.fetch()).capMinor).toBe(6_000)
  const sold = await Promise.all(people.slice(1).map((phone, n) => noodles.sell(phone, credentials[n + 1] ?? '')))
  expect(sold.map((sale) => (sale.ok ? 'ok' : sale.code))).toEqual([...Array(3).fill('credential_revoked'), 'ok'])
  await tally.close()
})
