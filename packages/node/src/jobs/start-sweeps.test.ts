import { createTally, fakeClock, generateKeys, memoryStore, unwrap } from '@tallystick/core'
import { expect, test } from 'vitest'
import { startSweeps, sweep } from './start-sweeps.ts'

const tenant = 'county'
const document = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-20T10:00:00+08:00', to: '2025-06-01T00:00:00+08:00' },
  budget: { amountMinor: 200_000 },
  benefits: {
    catering: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 10_000, offMinor: 2_000 } },
  },
}

async function season(shards: number) {
  const clock = fakeClock('2025-01-20T10:00:00+08:00')
  const tally = await createTally({ store: memoryStore({ shards }), keys: await generateKeys(), clock })
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document }))
  const { batchId } = unwrap(
    await sponsor.batch.open({ benefit: 'spring/catering', quota: 100, closesAt: '2025-01-22T00:00:00+08:00' }),
  )
  for (let person = 0; person < 12; person += 1) {
    const holder = tally.as({ role: 'holder', tenant, person: { alias: `person-${person}` } })
    unwrap(await holder.voucher.claim({ batchId }))
  }
  return { clock, tally, sponsor, batchId }
}

test.each([1, 7])('books what time has done in every lane of %i, once', async (shards) => {
  const { clock, tally, sponsor, batchId } = await season(shards)
  expect(await sweep(tally, tenant)).toEqual({ batches: 1, expired: 0, unclaimed: 0, released: 0 })
  clock.set('2025-01-22T00:00:00+08:00')
  expect(await sweep(tally, tenant)).toEqual({ batches: 1, expired: 0, unclaimed: 88, released: 0 })
  clock.set('2025-01-28T00:00:00+08:00')
  expect(await sweep(tally, tenant)).toEqual({ batches: 1, expired: 12, unclaimed: 0, released: 0 })
  expect(await sweep(tally, tenant)).toEqual({ batches: 1, expired: 0, unclaimed: 0, released: 0 })
  expect(unwrap(await sponsor.batch.figures({ batchId }))).toMatchObject({ left: 88, expired: 12, outstanding: 0 })
  const { accounts, sums } = unwrap(await sponsor.ledger.balances({}))
  expect(sums).toEqual({ CNY: 0 })
  expect(accounts.filter(({ account }) => account.startsWith('returned/'))).toMatchObject([{ balanceMinor: 200_000 }])
})

test('sweeps at once and again after a while, and tells what went wrong', async () => {
  const { clock, tally, sponsor, batchId } = await season(1)
  const problems: unknown[] = []
  clock.set('2025-01-22T00:00:00+08:00')
  const stop = startSweeps(tally, { tenants: [tenant], everyMs: 5, onError: (error) => problems.push(error) })
  const unclaimedMoney = async () =>
    unwrap(await sponsor.ledger.balances({})).accounts.find(({ account }) => account.startsWith('returned/'))
      ?.balanceMinor
  await expect.poll(unclaimedMoney).toBe(176_000)
  clock.set('2025-01-28T00:00:00+08:00')
  await expect.poll(unclaimedMoney).toBe(200_000)
  expect(unwrap(await sponsor.batch.figures({ batchId })).expired).toBe(12)
  await tally.close()
  await expect.poll(() => problems.length).toBeGreaterThan(0)
  await stop()
})
