import type { Ports } from '../../kernel/ports.ts'
import { laneNumbers } from '../lane-numbers.ts'
import { drawEntriesOf, drawLaneRef, entryId } from './draw-entity.ts'

const PAGE = 1000

/** How many entries every lane has counted, or undefined while some lane is still open. */
export async function countClosed(batch: number, ports: Ports): Promise<number | undefined> {
  const rows = laneNumbers(ports.lanes).map((lane) => drawLaneRef(batch, lane))
  const loaded = await ports.read(rows)
  let entries = 0
  for (const row of rows) {
    const state = loaded.get(row)
    if (!state?.closed) return undefined
    entries += state.entries
  }
  return entries
}

/** The list of a draw whose lanes are closed: every entry's name, sorted by code unit. */
export async function readEntries(batch: number, ports: Ports): Promise<string[]> {
  const ids: string[] = []
  for (const lane of laneNumbers(ports.lanes)) {
    for (let from = 0; ; ) {
      const page = drawEntriesOf(batch, lane, from, PAGE)
      const rows = (await ports.read([page])).all(page)
      for (const { n } of rows) ids.push(entryId(batch, n, ports.ids))
      if (rows.length < PAGE) break
      from = (rows.at(-1)?.n ?? 0) + 1
    }
  }
  return ids.sort()
}
