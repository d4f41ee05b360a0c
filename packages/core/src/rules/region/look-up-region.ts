import { dayNumber, isDay } from '../../values/calendar.ts'
import { parseRegion } from './parse-region.ts'
import { type RegionUse, regionTable } from './region-table.ts'

/** What a region code stood for, and what that place is today. */
export interface RegionMeaning {
  /** Six digits: the code itself while it is in use, its successor, or the city or province where nothing closer is known. */
  readonly today: string
  /** False where only the city or province of today is known. */
  readonly exact: boolean
  /** Year of the first table that has it so; absent where it was so when the tables begin, at the end of `regionTable.firstYear`. */
  readonly from?: number
  /** Year of the first table that no longer has it so; absent while it is in use. */
  readonly until?: number
}

/**
 * What a code of GB/T 2260 has meant, oldest first: one meaning for most, two for a code that was given out again, none for a code that no
 * table has. `on` keeps those of one day; the tables are yearly, so in the year of a change both are kept.
 *
 * Not known: codes that were gone before the end of `regionTable.firstYear`; changes after `regionTable.asOf`; that a part of a county went
 * to its neighbour. A day before or after the tables has no meanings.
 *
 * @param options.on YYYY-MM-DD
 * @example
 * lookUpRegion('512531') // [{ today: '511525', exact: true, until: 1996 }]
 * lookUpRegion('512531', { on: '2001-05-01' }) // []
 * @see GB/T 2260, administrative division codes
 */
export function lookUpRegion(code: string, { on }: { readonly on?: string } = {}): readonly RegionMeaning[] {
  const parsed = parseRegion(code)
  const uses = parsed === 0 ? [] : regionTable.uses(parsed)
  return (on === undefined ? uses : uses.filter((use) => isUseOn(use, on))).map(({ from, until, today }) => ({
    today: String(today).padEnd(6, '0'),
    exact: String(today).length >= String(parsed).length,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  }))
}

function isUseOn({ from, until }: RegionUse, day: string): boolean {
  if (!isDay(day) || dayNumber(day) > dayNumber(regionTable.asOf)) return false
  const year = Number(day.slice(0, 4))
  return year >= Math.max(regionTable.firstYear, from ?? 0) && (until === undefined || year <= until)
}
