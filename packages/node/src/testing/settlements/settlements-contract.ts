import { unwrap } from '@tallystick/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cohortEntity } from '../../../../core/src/domain/batch/batch-entity.ts'
import { audit } from '../../../../core/src/domain/testing/audit.ts'
import { type County, reviewer } from '../../../../core/src/domain/testing/county.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import { balance, busy, countyUnder, LOOSE_MINOR, type SettlingStore, tight, UNIT_MINOR } from './settling-county.ts'

/** Cohort rows as they lie on the disk: how many of each version, and the sum of what is kept back and disallowed in them. */
async function cohortsOnDisk(opened: SettlingStore) {
  const versions = new Set<number>()
  const sums = { held: 0, heldMinor: 0, disallowed: 0, disallowedMinor: 0 }
  for (const row of (await opened.everything()).rows) {
    if (row.kind !== cohortEntity.kind) continue
    versions.add(row.v)
    const state = JSON.parse(row.state) as Partial<typeof sums>
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += state[name] ?? 0
  }
  return { versions: [...versions].sort(), ...sums }
}

/** Settlements that are kept back, on one durable store; each test ends with the audit that the money closes. */
export function settlementsContract(name: string, open: () => Promise<SettlingStore>): void {
  describe(`settlements kept back on ${name}`, () => {
    let opened: SettlingStore
    let county: County | undefined
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => county?.tally.close())
    const closes = async () => {
      if (county) await audit(county)
      expect(findViolations(await opened.everything())).toEqual([])
    }

    test('THR-F6 THR-R9 hold at the sale, propose, confirm by a second person, refund: the money closes', async () => {
      const place = await countyUnder(opened, tight)
      county = place.county
      const { sell, refund, held, settlement } = place
      const second = county.as(reviewer).settlement
      const third = county.as({ ...reviewer, id: 'sun' }).settlement
      const tightSales = await Promise.all([1, 2, 3, 4].map((person) => sell(person)))
      const [released = '', disallowed = '', refunded = '', waiting = ''] = tightSales
      const byHand = await sell(5, LOOSE_MINOR)
      expect([await balance(county, 'held/'), await balance(county, 'payable/')]).toEqual([4 * UNIT_MINOR, UNIT_MINOR])
      const ofShop = (redemptionId: string) => `noodles/${redemptionId}`

      const release = { redemptionId: ofShop(released), decision: 'release' as const }
      unwrap(await settlement.propose({ ...release, reason: 'receipts seen' }))
      expect(await settlement.confirm(release)).toMatchObject({ code: 'same_person' })
      const both = await Promise.all([second.confirm(release), third.confirm(release)])
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)

      const disallow = { redemptionId: ofShop(disallowed), decision: 'disallow' as const }
      unwrap(await second.propose({ ...disallow, reason: 'no goods changed hands' }))
      unwrap(await settlement.confirm(disallow))
      expect(await refund(disallowed)).toMatchObject({ code: 'settlement_disallowed' })

      unwrap(await refund(refunded, 52_00))
      const amounts = async () => (await held()).map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)
      expect(await amounts()).toEqual([UNIT_MINOR / 2, UNIT_MINOR])
      unwrap(await refund(refunded))
      unwrap(await settlement.hold({ redemptionId: ofShop(byHand), reason: 'offered for sale on a market' }))

      expect((await held()).map(({ redemptionId }) => redemptionId).sort()).toEqual(
        [waiting, byHand].map(ofShop).sort(),
      )
      expect([await balance(county, 'held/'), await balance(county, 'payable/')]).toEqual([2 * UNIT_MINOR, UNIT_MINOR])
      const booked = { held: 2, heldMinor: 2 * UNIT_MINOR, disallowed: 1, disallowedMinor: UNIT_MINOR }
      expect(unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))).toMatchObject(booked)
      expect(await cohortsOnDisk(opened)).toEqual({ versions: [4], ...booked })
      await closes()
    })

    test('THR-R9 a burst at one shop is counted sale by sale, over rows of an earlier version too: the money closes', async () => {
      const place = await countyUnder(opened, busy)
      county = place.county
      const { sell, held, settlement } = place
      const sales = await Promise.all([1, 2, 3].map((person) => sell(person, LOOSE_MINOR)))
      await opened.asCohortsOfVersion3()
      expect(await cohortsOnDisk(opened)).toMatchObject({ versions: [3], held: 0 })
      expect(unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))).toMatchObject({
        ...{ redeemed: 3, subsidyMinor: 3 * UNIT_MINOR, held: 0, heldMinor: 0, disallowed: 0, disallowedMinor: 0 },
      })
      await closes()
      // A row of version 3 that is held by hand, and a burst over all of them: the sixth sale of the day is the first one held.
      unwrap(await settlement.hold({ redemptionId: `noodles/${sales[0]}`, reason: 'letter of a neighbour' }))
      await Promise.all([4, 5, 6, 7, 8, 9, 10, 11, 12].map((person) => sell(person, LOOSE_MINOR)))
      const kept = await held()
      expect(kept.filter(({ heldBy }) => heldBy === 'policy')).toHaveLength(7)
      expect(kept).toHaveLength(8)
      const counted = kept.flatMap(({ facts }) => facts?.['merchant.redemptions.1d'] ?? []).map(Number)
      expect(counted.sort((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10, 11])
      expect([await balance(county, 'held/'), await balance(county, 'payable/')]).toEqual([
        8 * UNIT_MINOR,
        4 * UNIT_MINOR,
      ])
      expect(await cohortsOnDisk(opened)).toMatchObject({ held: 8, heldMinor: 8 * UNIT_MINOR, disallowed: 0 })
      await closes()
    })
  })
}
