import { type Store, unwrap } from '@tallystick/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  offlineSteps,
  playOfflineSeason,
  tightCaps,
} from '../../../../core/src/domain/offline/testing/offline-season.ts'
import {
  offline,
  offlineCounty,
  offlineTill,
  phoneOf,
} from '../../../../core/src/domain/offline/testing/offline-village.ts'
import { audit } from '../../../../core/src/domain/testing/audit.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'

/** A fresh durable store, and what lies in it. */
export interface OfflineStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
}

const UNIT_MINOR = 2_000

/** Vouchers taken without a network and handed in later, on one durable store. */
export function offlineContract(name: string, open: () => Promise<OfflineStore>): void {
  describe(`sales without a network on ${name}`, () => {
    test('THR-R10 whatever is sold, redeemed, forgotten and handed in, the loss stays within the caps, statements are the ledger', async () => {
      let lostMinor = 0
      await fc.assert(
        fc.asyncProperty(offlineSteps, async (season) => {
          const { store, everything } = await open()
          const county = await offlineCounty(tightCaps, { store, document: { approval: 'one' } })
          lostMinor += await playOfflineSeason(county, season)
          expect(findViolations(await everything())).toEqual([])
          await county.tally.close()
        }),
        { numRuns: 6, seed: 10 },
      )
      expect(lostMinor, 'no season spent a voucher twice').toBeGreaterThan(0)
    }, 240_000)

    test('THR-R10 tills that ask and hand in at once: grants within the day’s cap, one redemption, each other a loss', async () => {
      const { store, everything } = await open()
      const caps = { ...offline, perTerminalMinor: UNIT_MINOR, perDayMinor: 3 * UNIT_MINOR }
      const county = await offlineCounty(caps, { store, document: { approval: 'one' } })
      const tills = ['noodles', 'dumplings', 'waimai'].flatMap((shop) =>
        ['t1', 't2', 't3', 't4'].map((id) => offlineTill(county, shop, id)),
      )
      const asked = await Promise.all(tills.map((till) => till.fetch()))
      expect(asked.map((outcome) => (outcome.ok ? outcome.value.capMinor : outcome.code)).sort()).toEqual([
        ...Array(9).fill(UNIT_MINOR),
        ...Array(3).fill('offline_day_cap'),
      ])
      const wang = await phoneOf(county, 1)
      const { credential } = unwrap(await wang.fetch())
      const selling = tills.filter((till) => till.capMinor() > 0)
      for (const till of selling) unwrap(await till.sell(wang, credential))
      const handAllIn = () => selling.flatMap((till) => till.records.map((record) => till.handIn(record)))
      const answers = await Promise.all([...handAllIn(), ...handAllIn(), ...handAllIn()])
      const outcomes = answers.slice(0, 9).map((answer) => unwrap(answer).outcome)
      expect(outcomes.sort()).toEqual([...Array(8).fill('lost'), 'redeemed'])
      expect([answers.slice(9, 18), answers.slice(18)]).toEqual([answers.slice(0, 9), answers.slice(0, 9)])
      const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
      const lost = accounts.filter(({ account }) => account.startsWith('offline.loss/'))
      expect(lost.map(({ balanceMinor }) => balanceMinor)).toEqual([-8 * UNIT_MINOR])
      await audit(county)
      expect(findViolations(await everything())).toEqual([])
      await county.tally.close()
    }, 60_000)
  })
}
