import type { Store } from '@tallystick/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  offlineSteps,
  playOfflineSeason,
  tightCaps,
} from '../../../../core/src/domain/offline/testing/offline-season.ts'
import { offlineCounty } from '../../../../core/src/domain/offline/testing/offline-village.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'

/** A fresh durable store, and what lies in it. */
export interface OfflineStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
}

/** Vouchers taken without a network and handed in later, on one durable store. */
export function offlineContract(name: string, open: () => Promise<OfflineStore>): void {
  describe(`sales without a network on ${name}`, () => {
    test('THR-R10 whatever is sold, redeemed, forgotten and handed in, the loss stays within the caps', async () => {
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
  })
}
