import type { Actor } from '@tallystick/core'
import { createTally, fakeClock, generateKeys, unwrap } from '@tallystick/core'
import { expect, test } from 'vitest'
import { storeFolders } from '../store-sqlite/testing/store-folder.ts'
import { searchGroups, startGroupSearch } from './start-group-search.ts'

const at = storeFolders()
const tenant = 'county'
const operator: Actor = { role: 'operator', tenant, id: 'li' }
const document = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-20T10:00:00+08:00', to: '2025-06-01T00:00:00+08:00' },
  budget: { amountMinor: 2_000_000 },
  benefits: {
    catering: {
      kind: 'voucher',
      usable: { within: 'P7D' },
      quota: { perPerson: 20 },
      terms: { thresholdMinor: 10_000, offMinor: 2_000 },
    },
  },
  approval: 'one',
  risk: [
    {
      name: 'closed-group',
      at: 'redeem',
      when: { fact: 'pair.groupScore', operator: 'greaterThanInclusive', value: 70 },
      do: 'hold',
    },
  ],
}

/** Six people who go to one shop four times each and nowhere else, and `passers` who go once to the shop beside it. */
async function season(shards: number, passers: number) {
  const clock = fakeClock('2025-01-20T10:00:00+08:00')
  const [path, keys] = [at.path(), await generateKeys()]
  const open = async () => {
    const store = at.open(path, { shards })
    return { store, tally: await createTally({ store, keys, clock }) }
  }
  let opened = await open()
  const as = (actor: Actor) => opened.tally.as(actor)
  unwrap(await as(operator).programme.publish({ document }))
  for (const merchantId of ['noodles', 'dumplings']) {
    unwrap(await as(operator).merchant.add({ merchantId, region: '511525', industry: 'H62' }))
  }
  const { batchId } = unwrap(await as(operator).batch.open({ benefit: 'spring/catering', quota: 900 }))
  let orders = 0
  const use = async (person: number, merchantId: string) => {
    const holder = as({ role: 'holder', tenant, owner: 4096 + person * 7919 })
    const { voucherId } = unwrap(await holder.voucher.claim({ batchId }))
    const code = unwrap(await holder.voucher.codes({ voucherId })).codes[0]?.text ?? ''
    const till = as({ role: 'terminal', tenant, merchantId, terminalId: 't1', id: 'cashier' })
    orders += 1
    unwrap(await till.voucher.redeem({ code, orderNumber: `A-${orders}`, orderAmountMinor: 12_800 }))
  }
  const people = Array.from({ length: 6 }, (_, person) => person)
  for (let visit = 0; visit < 4; visit += 1) await Promise.all(people.map((person) => use(person, 'noodles')))
  await Promise.all(Array.from({ length: passers }, (_, passer) => use(100 + passer, 'dumplings')))
  return {
    clock,
    use,
    get tally() {
      return opened.tally
    },
    async restart() {
      await opened.tally.close()
      opened = await open()
    },
    async held() {
      const auditor = as({ role: 'auditor', tenant, id: 'wen' })
      const lanes = Array.from({ length: shards }, (_, lane) => auditor.settlement.held({ lane }))
      return (await Promise.all(lanes)).flatMap((page) => unwrap(page).held).length
    },
    /** How often what was found was another than before. */
    async finds() {
      const lanes = Array.from({ length: shards }, (_, shard) =>
        opened.store.readJournal({ tenant, shard }, 0, Number.MAX_SAFE_INTEGER),
      )
      return (await Promise.all(lanes)).flat().filter(({ body }) => body.includes('"risk.grouped"')).length
    },
  }
}

test.each([
  // One lane of more than 500 rows; many lanes of few.
  [1, 250],
  [3, 20],
])('reads %i lanes page by page over restarts, each use once, and then finds the group', async (shards, passers) => {
  const county = await season(shards, passers)
  let [uses, runs, lane] = [0, 0, 0]
  for (; runs < 20; runs += 1) {
    const report = await searchGroups(county.tally, tenant, { lane, steps: 1 })
    uses += report.uses
    if (report.next === undefined) {
      expect(report.groups).toBe(1)
      break
    }
    expect(report.groups).toBeUndefined()
    // The first run is forgotten; the store knows how far it came.
    lane = runs === 0 ? 0 : report.next
    await county.restart()
  }
  expect(runs).toBeGreaterThan(0)
  expect(runs).toBeLessThan(20)
  expect(uses).toBe(24 + passers)
  expect(await searchGroups(county.tally, tenant)).toEqual({ uses: 0, next: undefined, groups: 1 })
  await county.use(100, 'noodles')
  expect(await county.held()).toBe(0)
  await county.use(3, 'noodles')
  expect(await county.held()).toBe(1)
})

test('searches once a night, not by day, and tells what went wrong', async () => {
  const county = await season(3, 20)
  const problems: unknown[] = []
  const stop = startGroupSearch(county.tally, {
    tenants: [tenant],
    everyMs: 5,
    clock: county.clock,
    onError: (error) => problems.push(error),
  })
  const rounds = () => new Promise((resolve) => setTimeout(resolve, 60))
  await rounds()
  expect(await county.finds()).toBe(0)
  county.clock.set('2025-01-21T02:00:00+08:00')
  await expect.poll(county.finds).toBe(1)
  county.clock.set('2025-01-21T05:59:00+08:00')
  await rounds()
  expect(await county.finds()).toBe(1)
  // A seventh joins them: the next night finds another group, which is written.
  for (let visit = 0; visit < 4; visit += 1) await county.use(6, 'noodles')
  await rounds()
  expect(await county.finds()).toBe(1)
  county.clock.set('2025-01-22T02:10:00+08:00')
  await expect.poll(county.finds).toBe(2)
  expect(problems).toEqual([])
  await county.tally.close()
  county.clock.set('2025-01-23T02:10:00+08:00')
  await expect.poll(() => problems.length).toBeGreaterThan(0)
  await stop()
})

test('reads nothing more once it is stopped, and knows every zone it is asked for', async () => {
  const county = await season(3, 20)
  const stopped = await searchGroups(county.tally, tenant, { signal: AbortSignal.abort() })
  expect(stopped).toEqual({ uses: 0, next: 0, groups: undefined })
  expect(() => startGroupSearch(county.tally, { tenants: [tenant], timeZone: 'Asia/Nowhere' })).toThrow(RangeError)
})
