import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { memoryStore } from '../../engine/memory-store.ts'
import { watchCommits } from '../../engine/testing/watch-commits.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import { OPENS, openCounty, springDocument } from '../testing/county.ts'

const { catering } = springDocument().benefits

describe('a day’s limit for a whole programme', () => {
  it('lets exactly so many be claimed a day, over all batches, at any number of lanes and people (property)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(1, 2, 5, 16),
        fc.integer({ min: 1, max: 20 }),
        async (claimsPerDay, shards, people) => {
          const clock = fakeClock(OPENS)
          const document = { claimsPerDay, benefits: { catering, retail: catering } }
          const county = await openCounty({ clock, shards, document })
          const { batchId } = unwrap(await county.sponsor.batch.open({ benefit: 'spring/retail', quota: 100 }))
          const everybody = await Promise.all(Array.from({ length: people }, (_, n) => county.holder(n)))
          const claimAll = (id: string) => Promise.all(everybody.map(({ api }) => api.voucher.claim({ batchId: id })))
          const first = [...(await claimAll(county.batchId)), ...(await claimAll(batchId))]
          expect(first.filter(({ ok }) => ok)).toHaveLength(Math.min(claimsPerDay, 2 * people))
          for (const outcome of first.filter(({ ok }) => !ok)) {
            expect(outcome).toMatchObject({ code: 'daily_cap', detail: { time: '2025-01-20T16:00:00.000Z' } })
          }
          clock.set('2025-01-21T00:00:00+08:00')
          const left = 2 * people - Math.min(claimsPerDay, 2 * people)
          const again = await Promise.all(Array.from({ length: people }, (_, n) => county.holder(n)))
          const claims = [county.batchId, batchId].flatMap((id) =>
            again.map(({ api }) => api.voucher.claim({ batchId: id })),
          )
          const second = (await Promise.all(claims)).filter(({ ok }) => ok)
          expect(second).toHaveLength(Math.min(claimsPerDay, left))
          await county.tally.close()
        },
      ),
      { numRuns: 12 },
    )
  })

  it('THR-C12 and a scarce stock are shared out exactly, and nobody is sent round: 16 lanes, 12 vouchers, 6 a day', async () => {
    const county = await openCounty({ shards: 16, quota: 12, document: { claimsPerDay: 6 } })
    const everybody = await Promise.all(Array.from({ length: 16 }, (_, n) => county.holder(n)))
    const outcomes = await Promise.all(everybody.map(({ api }) => api.voucher.claim({ batchId: county.batchId })))
    const codes = outcomes.map((outcome) => (outcome.ok ? 'got' : outcome.code)).sort()
    expect(codes).toEqual([...Array(10).fill('daily_cap'), ...Array(6).fill('got')])
    await audit(county)
  })

  it('THR-C12 carries no voucher to a lane whose people it leaves none today', async () => {
    let commits = 0
    const store = watchCommits(memoryStore({ shards: 8 }), () => {
      commits += 1
    })
    const county = await openCounty({ store, document: { claimsPerDay: 1 } })
    const everybody = await Promise.all(Array.from({ length: 9 }, (_, n) => county.holder(n)))
    const [first, ...others] = everybody.map(({ api }) => api)
    expect(await first?.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    const before = commits
    for (const api of others) {
      expect(await api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'daily_cap' })
    }
    expect(commits).toBe(before)
  })

  it('is told from memory once it is reached, and is that of the version in force at the day’s first claim', async () => {
    const clock = fakeClock(OPENS)
    const county = await openCounty({ clock, document: { claimsPerDay: 1 } })
    const [one, two] = [await county.holder(1), await county.holder(2)]
    unwrap(await one.api.voucher.claim({ batchId: county.batchId }))
    expect(await two.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'daily_cap' })
    unwrap(await county.sponsor.programme.publish({ document: springDocument({}, { version: 2, claimsPerDay: 9 }) }))
    clock.advance({ seconds: 2 })
    expect(await two.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'daily_cap' })
    clock.set('2025-01-21T08:00:00+08:00')
    const next = await county.holder(2)
    expect(await next.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    await audit(county)
  })
})
