import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findViolations } from '../testing/invariants/find-violations.ts'
import { notedStore } from '../testing/noted-store.ts'
import { offlineSteps, playOfflineSeason, tightCaps } from './testing/offline-season.ts'
import { offlineCounty } from './testing/offline-village.ts'

describe('THR-R10 any number of tills and vouchers', () => {
  it('whatever is sold, redeemed, forgotten and handed in, and in whatever order, the loss stays within the caps and the statements are what the ledger owes', async () => {
    let lostMinor = 0
    await fc.assert(
      fc.asyncProperty(offlineSteps, fc.constantFrom(1, 3), async (season, shards) => {
        const { store, disk } = notedStore(shards)
        const county = await offlineCounty(tightCaps, { store })
        lostMinor += await playOfflineSeason(county, season)
        expect(findViolations(disk)).toEqual([])
      }),
      { numRuns: 25 },
    )
    expect(lostMinor, 'no season spent a voucher twice').toBeGreaterThan(0)
  }, 120_000)
})
