import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County, CountyOptions } from '../testing/county.ts'
import { openCounty } from '../testing/county.ts'
import { findViolations } from '../testing/invariants/find-violations.ts'
import { notedStore } from '../testing/noted-store.ts'

const reason = 'more people there than expected'
/** A county, and the city that it lies in: the smaller one is a person's. */
const [COUNTY, CITY] = ['511525', '511500']
const everybody = { document: { eligibility: undefined } }
const registeredIn = (region: string) => ({ 'person.registration': region })

function parted(regions: Readonly<Record<string, number>>, options: CountyOptions = {}) {
  return openCounty({ quota: 20, ...everybody, ...options, batch: { regions } })
}

async function claim({ holder, batchId }: County, n: number, region: string) {
  const { api } = await holder(n, registeredIn(region))
  return api.voucher.claim({ batchId })
}

async function claimAll(county: County, people: readonly { readonly n: number; readonly region: string }[]) {
  const outcomes = await Promise.all(people.map(({ n, region }) => claim(county, n, region)))
  return outcomes.filter(({ ok }) => ok).length
}

const range = (from: number, count: number, region: string) =>
  Array.from({ length: count }, (_, at) => ({ n: from + at, region }))

describe('the part of a region', () => {
  it('is for the people who are registered there, the smallest of the batch that they lie in', async () => {
    const county = await parted({ [COUNTY]: 3, [CITY]: 4 })
    expect(await claimAll(county, range(0, 5, COUNTY))).toBe(3)
    expect(await claim(county, 6, COUNTY)).toMatchObject({ code: 'region_sold_out', detail: { region: COUNTY } })
    // Of the city, but of no county that has a part of its own.
    expect(await claimAll(county, range(10, 6, '511524'))).toBe(4)
    const figures = unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))
    expect(figures).toMatchObject({ left: 13, regions: [{ left: 0 }, { left: 0 }] })
    await audit(county)
  })

  it('is not for people of elsewhere, nor for whoever is registered nobody knows where', async () => {
    const county = await parted({ [COUNTY]: 3 })
    expect(await claim(county, 1, '110101')).toMatchObject({ code: 'region_without_stock', needs: [] })
    const needs = ['person.registration']
    expect(await claim(county, 2, CITY)).toMatchObject({ code: 'region_without_stock', needs })
    const unknown = await county.holder(3, {})
    expect(await unknown.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ needs })
  })

  it('together with the others is at most what the batch has', async () => {
    const county = await parted({ [COUNTY]: 12, [CITY]: 8 })
    const { sponsor, batchId } = county
    const exceeds = { code: 'batch_regions_exceed' }
    const benefit = 'spring/catering'
    expect(await sponsor.batch.open({ benefit, quota: 5, regions: { [COUNTY]: 6 } })).toMatchObject(exceeds)
    const more = { batchId, region: CITY, current: 8, target: 9, reason }
    expect(await sponsor.batch.changeRegionQuota(more)).toMatchObject(exceeds)
    expect(await sponsor.batch.changeQuota({ batchId, current: 20, target: 19, reason })).toMatchObject(exceeds)
    unwrap(await sponsor.batch.changeQuota({ batchId, current: 20, target: 21, reason }))
    expect(unwrap(await sponsor.batch.changeRegionQuota(more)).regions).toEqual({ [COUNTY]: 12, [CITY]: 9 })
    expect(await sponsor.batch.changeRegionQuota({ ...more, region: '110101' })).toMatchObject({
      code: 'batch_region_unknown',
    })
  })

  it('is changed by whoever knows what it is; of two at once one is refused', async () => {
    const county = await parted({ [COUNTY]: 5, [CITY]: 5 })
    const { batchId } = county
    const change = (target: number) =>
      county.sponsor.batch.changeRegionQuota({ batchId, region: COUNTY, current: 5, target, reason })
    const outcomes = await Promise.all([change(7), change(9)])
    expect(outcomes).toMatchObject([
      { value: { regions: { [COUNTY]: 7 } } },
      { code: 'batch_quota_moved', detail: { current: 7 } },
    ])
    expect(await claimAll(county, range(0, 9, COUNTY))).toBe(7)
  })

  it('takes back what the sponsor withdrew, where the programme says so', async () => {
    const county = await parted({ [COUNTY]: 1 }, { benefit: { returnsToStock: true } })
    const { voucherId } = unwrap(await claim(county, 1, COUNTY))
    county.clock.advance({ seconds: 2 })
    expect(await claim(county, 2, COUNTY)).toMatchObject({ code: 'region_sold_out' })
    unwrap(await county.sponsor.voucher.void({ voucherId, reason: 'asked for' }))
    county.clock.advance({ seconds: 2 })
    expect(await claim(county, 2, COUNTY)).toMatchObject({ ok: true })
    await audit(county)
  })

  it('THR-C12 is exactly what its people can claim, at any number of lanes, while it is changed (property)', async () => {
    const region = fc.constantFrom(COUNTY, CITY)
    const step = fc.record({ region, target: fc.integer({ min: 0, max: 14 }), people: fc.integer({ min: 0, max: 6 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(1, 2, 5, 16),
        async (steps, shards) => {
          const { store, disk } = notedStore(shards)
          const regions: Record<string, number> = { [COUNTY]: 6, [CITY]: 6 }
          const claimed: Record<string, number> = { [COUNTY]: 0, [CITY]: 0 }
          const county = await parted(regions, { store })
          let next = 0
          const press = async (region: string, count: number) => {
            next += count
            const got = await claimAll(county, range(next - count, count, region === CITY ? '511524' : region))
            claimed[region] = (claimed[region] ?? 0) + got
          }
          for (const { region, target, people } of steps) {
            const crowd = press(region, people)
            const input = { batchId: county.batchId, region, current: regions[region] ?? 0, target, reason }
            const outcome = await county.sponsor.batch.changeRegionQuota(input)
            await crowd
            if (outcome.ok) regions[region] = target
            else expect(outcome.code).toMatch(/^batch_(quota_claimed|regions_exceed)$/)
            expect(findViolations(disk)).toEqual([])
            county.clock.advance({ seconds: 2 })
          }
          for (const region of [COUNTY, CITY]) await press(region, 16)
          expect(claimed).toEqual(regions)
          await audit(county)
          expect(findViolations(disk)).toEqual([])
          await county.tally.close()
        },
      ),
      { numRuns: 8 },
    )
  })
})
