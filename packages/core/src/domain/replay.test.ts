import { describe, expect, it } from 'vitest'
import { fakeClock } from '../engine/clock.ts'
import { memoryStore } from '../engine/memory-store.ts'
import type { GroupChanges, Store } from '../engine/store-port.ts'
import { unwrap } from '../unwrap.ts'
import { audit, journalOf } from './testing/audit.ts'
import { codeOf, OPENS, openCounty, order, till } from './testing/county.ts'

/** A memory store that keeps every change it was given, in order. */
function recording(shards: number): { store: Store; commits: GroupChanges[] } {
  const inner = memoryStore({ shards })
  const commits: GroupChanges[] = []
  const store = Object.assign(Object.create(inner), {
    begin: async (...args: Parameters<Store['begin']>) => {
      const transaction = await inner.begin(...args)
      return (
        transaction && {
          ...transaction,
          commit: (changes: GroupChanges) => {
            commits.push(structuredClone(changes))
            return transaction.commit(changes)
          },
        }
      )
    },
    identify: inner.identify.bind(inner),
    read: inner.read.bind(inner),
    readJournal: inner.readJournal.bind(inner),
    readHead: inner.readHead.bind(inner),
  })
  return { store, commits }
}

async function story(seed: string) {
  const { store, commits } = recording(3)
  const clock = fakeClock(OPENS)
  const county = await openCounty({ store, clock, seed, quota: 10 })
  const holders = await Promise.all(Array.from({ length: 12 }, (_, n) => county.holder(n)))
  const outcomes = await Promise.all(
    holders.map(({ api }, n) => api.voucher.claim({ batchId: county.batchId }, { idempotencyKey: `c${n}` })),
  )
  for (const [n, outcome] of outcomes.entries()) {
    const holder = holders[n]
    if (!outcome.ok || !holder) continue
    clock.advance({ seconds: 7 })
    const code = await codeOf(holder, outcome.value.voucherId)
    const sale = { code, ...order(12_800, `A-${n}`) }
    const sold = unwrap(await county.as(till()).voucher.redeem(sale, { idempotencyKey: `s${n}` }))
    if (n % 3 === 0) {
      const redemptionId = sold.redemptionId
      unwrap(await county.as(till('noodles', { id: 'manager' })).voucher.refund({ redemptionId, reason: 'x' }))
    }
  }
  await audit(county)
  return { commits, county }
}

describe('one seed', () => {
  it('replays a whole story: every commit has the same rows, journal and hashes, byte for byte', async () => {
    const [first, second] = [await story('a'), await story('a')]
    expect(JSON.stringify(second.commits)).toBe(JSON.stringify(first.commits))
    expect(first.commits.length).toBeGreaterThan(20)
  })
})

describe('I7', () => {
  it('every accepted write has one entry of its own, and what was refused has none', async () => {
    const { county } = await story('b')
    const entries = (await Promise.all([0, 1, 2].map((lane) => journalOf(county.store, lane)))).flat()
    const count = (operation: string) =>
      entries.filter((entry) => entry.operation === operation && entry.events.length > 0).length
    expect(count('voucher.claim')).toBe(10)
    expect(count('voucher.redeem')).toBe(10)
    expect(count('voucher.refund')).toBe(4)
    expect(count('batch.open')).toBe(1)
    expect(count('merchant.add')).toBe(4)
  })
})
