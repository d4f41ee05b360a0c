import { fakeClock, type Store, unwrap, verifyDrawRecord } from '@tallystick/core'
import { createKeySet } from '@tallystick/core/token'
import { describe, expect, test } from 'vitest'
import { draw, holdDraw, recordOf } from '../../../../core/src/domain/draw/testing/draw-county.ts'
import { audit } from '../../../../core/src/domain/testing/audit.ts'
import { OPENS, openCounty, tenant } from '../../../../core/src/domain/testing/county.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'

/** A fresh durable store that goes with its test, and what lies in it. */
export interface DrawingStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
}

const PEOPLE = 60
const PLACES = 17

/** Draws on one durable store: entries and claims that race, and a record that draws the same again. */
export function drawsContract(name: string, open: () => Promise<DrawingStore>): void {
  describe(`draws on ${name}`, () => {
    test('THR-C1 THR-C2 whoever races gets one entry, and winners exactly the places there are', async () => {
      const { store, everything } = await open()
      const county = await openCounty({
        store,
        clock: fakeClock(OPENS),
        quota: PLACES,
        batch: { draw },
        document: { approval: 'one' },
      })
      const { batchId } = county
      const people = () => Promise.all(Array.from({ length: PEOPLE }, (_, n) => county.holder(n)))
      const holders = await people()
      const offered = async (those: typeof holders, entry: string) => {
        const answers = await Promise.all(those.map(({ api }) => api.voucher.offers({})))
        return answers.filter((each) => unwrap(each).offers[0]?.draw?.entry === entry).length
      }
      const entered = await Promise.all([...holders, ...holders].map(({ api }) => api.draw.enter({ batchId })))
      expect(new Set(entered.map((each) => unwrap(each).entryId)).size).toBe(PEOPLE)
      expect(await offered(holders, 'entered')).toBe(PEOPLE)
      expect(await holdDraw(county)).toMatchObject({ entries: PEOPLE, winners: PLACES })
      const again = await people()
      expect([await offered(again, 'won'), await offered(again, 'not_won')]).toEqual([PLACES, PEOPLE - PLACES])
      const claims = await Promise.all([...again, ...again].map(({ api }) => api.voucher.claim({ batchId })))
      expect(await offered(again, 'claimed')).toBe(PLACES)
      const codes = claims.map((outcome) => (outcome.ok ? 'ok' : outcome.code))
      const count = (code: string) => codes.filter((each) => each === code).length
      expect([count('ok'), count('already_claimed'), count('draw_not_won')]).toEqual([
        PLACES,
        PLACES,
        2 * (PEOPLE - PLACES),
      ])
      const record = await recordOf(county, 7)
      const { faults, winners } = await verifyDrawRecord(record, createKeySet(county.tally.publicKeys(tenant)))
      expect([faults, winners.length]).toEqual([[], PLACES])
      await audit(county)
      expect(findViolations(await everything())).toEqual([])
      await county.tally.close()
    })
  })
}
