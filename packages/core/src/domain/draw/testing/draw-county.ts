import { fakeClock } from '../../../engine/clock.ts'
import { unwrap } from '../../../unwrap.ts'
import type { County, CountyOptions } from '../../testing/county.ts'
import { auditor, OPENS, openCounty, operator, reviewer } from '../../testing/county.ts'
import type { DrawRecord } from '../verify-draw-record.ts'

export const PUBLIC_NAME = 'made-up lottery, the six numbers of 22 January 2025'
export const ENTRIES_UNTIL = '2025-01-21T18:00:00+08:00'
export const PUBLIC_AT = '2025-01-22T21:30:00+08:00'
export const VALUE = '05 11 23 28 30 33'

export const draw = { entriesUntil: ENTRIES_UNTIL, publicName: PUBLIC_NAME, publicAt: PUBLIC_AT }

/** A county whose batch is drawn. */
export function drawCounty(quota: number, options: CountyOptions = {}): Promise<County> {
  return openCounty({ clock: fakeClock(OPENS), quota, batch: { draw }, ...options })
}

export async function closeLanes({ as, batchId }: County): Promise<void> {
  for (let lane = 0, lanes = 1; lane < lanes; lane += 1) {
    lanes = unwrap(await as(operator).draw.close({ batchId, lane })).lanes
  }
}

/** Everything from the end of entering to the draw. */
export async function holdDraw(county: County, value = VALUE) {
  const { batchId } = county
  county.clock.set(Date.parse(ENTRIES_UNTIL))
  await closeLanes(county)
  unwrap(await county.as(operator).draw.seal({ batchId }))
  county.clock.set(Date.parse(PUBLIC_AT))
  unwrap(await county.as(operator).draw.give({ batchId, value }))
  return unwrap(await county.as(reviewer).draw.give({ batchId, value }))
}

/** The record as an auditor's page would gather it, `limit` entries at a time. */
export async function recordOf({ as, batchId }: County, limit = 1000): Promise<DrawRecord> {
  const entries: string[] = []
  let [document, seal] = ['', '']
  for (let lane = 0, lanes = 1; lane < lanes; lane += 1) {
    for (let after: string | undefined; ; ) {
      const page = unwrap(await as(auditor).draw.record({ batchId, lane, limit, ...(after ? { after } : {}) }))
      ;({ document, seal, lanes } = page)
      entries.push(...page.entries)
      after = page.next
      if (after === undefined) break
    }
  }
  return { document, seal, entries }
}
