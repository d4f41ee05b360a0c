import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County } from '../testing/county.ts'
import { openCounty, operator, reviewer } from '../testing/county.ts'
import { findViolations } from '../testing/invariants/find-violations.ts'
import { notedStore } from '../testing/noted-store.ts'

const reason = 'more people than expected'

async function claimAll({ holder, batchId }: County, people: readonly number[]) {
  const all = await Promise.all(people.map((n) => holder(n)))
  const outcomes = await Promise.all(all.map(({ api }) => api.voucher.claim({ batchId })))
  return outcomes.filter(({ ok }) => ok).length
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n)

describe('the quota of an open batch', () => {
  it('is changed by whoever knows what it is; of two at once one is refused', async () => {
    const county = await openCounty({ quota: 10 })
    const change = (target: number) =>
      county.sponsor.batch.changeQuota({ batchId: county.batchId, current: 10, target, reason })
    const outcomes = await Promise.all([change(12), change(14)])
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.value.quota : outcome.code))).toEqual([
      12,
      'batch_quota_moved',
    ])
    await audit(county)
  })

  it('grows only with money of the budget, and shrinks only by what nobody has claimed', async () => {
    const county = await openCounty({ quota: 10, document: { budget: { amountMinor: 24_000 } } })
    const { sponsor, batchId } = county
    expect(await sponsor.batch.changeQuota({ batchId, current: 10, target: 13, reason })).toMatchObject({
      code: 'budget_exceeded',
      detail: { neededMinor: 6_000, leftMinor: 4_000 },
    })
    expect(await claimAll(county, range(0, 4))).toBe(4)
    expect(await sponsor.batch.changeQuota({ batchId, current: 10, target: 3, reason })).toMatchObject({
      code: 'batch_quota_claimed',
    })
    expect(await sponsor.batch.changeQuota({ batchId, current: 10, target: 4, reason })).toMatchObject({ ok: true })
    county.clock.advance({ seconds: 2 })
    expect(await claimAll(county, [9])).toBe(0)
    expect(await sponsor.batch.changeQuota({ batchId, current: 4, target: 5, reason })).toMatchObject({ ok: true })
    county.clock.advance({ seconds: 2 })
    expect(await claimAll(county, [9])).toBe(1)
    await audit(county)
  })

  it('needs a second person who asks for the same, where opening does; fewer need none', async () => {
    const county = await openCounty({ quota: 10, document: { approval: 'two' } })
    const { batchId } = county
    unwrap(await county.as(reviewer).batch.approve({ batchId }))
    const asked = { batchId, current: 10, target: 20, reason }
    expect(unwrap(await county.as(operator).batch.changeQuota(asked))).toMatchObject({ quota: 10, proposedQuota: 20 })
    expect(await county.as(operator).batch.changeQuota(asked)).toMatchObject({ code: 'approval_by_same_person' })
    const other = unwrap(await county.as(reviewer).batch.changeQuota({ ...asked, target: 30 }))
    expect(other).toMatchObject({ quota: 10, proposedQuota: 30 })
    const agreed = unwrap(await county.as(operator).batch.changeQuota({ ...asked, target: 30 }))
    expect(agreed).toMatchObject({ quota: 30 })
    expect(agreed.proposedQuota).toBeUndefined()
    const fewer = { batchId, current: 30, target: 1, reason }
    expect(unwrap(await county.as(operator).batch.changeQuota(fewer))).toMatchObject({ quota: 1 })
    await audit(county)
  })

  it('THR-C12 is exactly what can be claimed, at any number of lanes, while people claim (property)', async () => {
    const change = fc.record({ target: fc.integer({ min: 1, max: 30 }), people: fc.integer({ min: 0, max: 8 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(1, 2, 5, 16),
        async (changes, shards) => {
          const { store, disk } = notedStore(shards)
          const county = await openCounty({ store, quota: 10 })
          let quota = 10
          let next = 0
          let claimed = 0
          for (const { target, people } of changes) {
            const crowd = claimAll(county, range(next, people))
            next += people
            const input = { batchId: county.batchId, current: quota, target, reason }
            const outcome = await county.sponsor.batch.changeQuota(input)
            claimed += await crowd
            if (outcome.ok) quota = target
            else expect(outcome.code).toBe('batch_quota_claimed')
            expect(claimed).toBeLessThanOrEqual(quota)
            expect(findViolations(disk)).toEqual([])
            county.clock.advance({ seconds: 2 })
          }
          claimed += await claimAll(county, range(next, 40))
          expect(claimed).toBe(quota)
          await audit(county)
          expect(findViolations(disk)).toEqual([])
          await county.tally.close()
        },
      ),
      { numRuns: 20 },
    )
  })
})
