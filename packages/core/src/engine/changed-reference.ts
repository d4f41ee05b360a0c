import { REFERENCE_OWNER } from '../kernel/reference-ref.ts'
import type { JournalEntry } from './journal.ts'
import type { Lane, Store, StoredRow } from './store-port.ts'

const PAGE = 1000

/**
 * The present state of every piece of reference data that the journal names after `seq`, and of those in `also`
 * (`kind/n`); with how far the journal was read.
 */
export async function changedReference(
  store: Pick<Store, 'read' | 'readJournal'>,
  lane: Lane,
  seq: number,
  also: ReadonlySet<string>,
): Promise<{ rows: readonly StoredRow[]; seq: number }> {
  const names = new Set(also)
  let last = seq
  for (;;) {
    const page = await store.readJournal(lane, last, PAGE)
    for (const row of page) {
      last = row.seq
      // Most rows of the lane are ordinary calls: those are not worth parsing.
      if (!row.body.includes('"reference":[')) continue
      for (const name of (JSON.parse(row.body) as JournalEntry).reference ?? []) names.add(name)
    }
    if (page.length < PAGE) break
  }
  if (names.size === 0) return { rows: [], seq: last }
  const keys = [...names].map((name) => {
    const [kind = 0, n = 0] = name.split('/').map(Number)
    return { ...lane, owner: REFERENCE_OWNER, kind, n }
  })
  return { rows: await store.read(keys, []), seq: last }
}
