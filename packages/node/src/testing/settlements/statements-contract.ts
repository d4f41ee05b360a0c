import { afterEach, describe, expect, test } from 'vitest'
import { audit } from '../../../../core/src/domain/testing/audit.ts'
import type { County } from '../../../../core/src/domain/testing/county.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import { closeStatements, statementOf } from '../../../../core/src/domain/testing/statements.ts'
import { balance, busy, countyUnder, LOOSE_MINOR, type SettlingStore, UNIT_MINOR } from './settling-county.ts'

/** Statements of days, on one durable store. */
export function statementsContract(name: string, open: () => Promise<SettlingStore>): void {
  describe(`statements on ${name}`, () => {
    let county: County | undefined
    afterEach(() => county?.tally.close())

    test('THR-F4 taken back after its day was settled: the closed statement stays to the byte, the next day adjusts', async () => {
      const opened = await open()
      const place = await countyUnder(opened, busy)
      county = place.county
      const { sell, refund } = place
      const [gone = '', part = ''] = await Promise.all([1, 2, 3].map((person) => sell(person, LOOSE_MINOR)))
      county.clock.set('2025-01-21T08:00:00+08:00')
      await closeStatements(county)
      const closed = await statementOf(county, '2025-01-20')
      expect(JSON.parse(closed)).toMatchObject({ payableMinor: 3 * UNIT_MINOR })
      await Promise.all([refund(gone), refund(part, LOOSE_MINOR / 2)])
      county.clock.set('2025-01-22T08:00:00+08:00')
      await Promise.all([closeStatements(county, 5), closeStatements(county)])
      expect(await statementOf(county, '2025-01-20')).toBe(closed)
      expect(JSON.parse(await statementOf(county, '2025-01-21'))).toMatchObject({
        lines: [{ uses: 0, adjustments: [{ day: '2025-01-20', refunds: 2, amountMinor: 1.5 * UNIT_MINOR }] }],
        payableMinor: -1.5 * UNIT_MINOR,
      })
      expect(await balance(county, 'payable/')).toBe(1.5 * UNIT_MINOR)
      await audit(county)
      expect(findViolations(await opened.everything())).toEqual([])
    })
  })
}
