import { linkOf } from './journal.ts'
import type { JournalRow, Lane, Store } from './store-port.ts'
import { NO_HASH } from './store-port.ts'

export type JournalCheck =
  | { readonly ok: true; readonly seq: number; readonly hash: string }
  | { readonly ok: false; readonly seq: number; readonly problem: 'gap' | 'link_wrong' | 'tail_open' | 'head_differs' }

/**
 * Walks a lane's whole journal and its head: an edited, deleted, swapped or cut-off row shows.
 * Not checked: that the whole file was not exchanged for an older one together with its head; compare `hash` with one
 * that was kept elsewhere.
 */
export async function verifyJournal(
  store: Pick<Store, 'readJournal' | 'readHead'>,
  lane: Lane,
  pageSize = 1000,
): Promise<JournalCheck> {
  let seq = 0
  let hash = NO_HASH
  let group: JournalRow[] = []
  for (;;) {
    const rows = await store.readJournal(lane, seq, pageSize)
    for (const row of rows) {
      if (row.seq !== seq + 1) return { ok: false, seq: seq + 1, problem: 'gap' }
      seq = row.seq
      group.push(row)
      if (row.link === null) continue
      hash = linkOf(lane, hash, group)
      group = []
      if (hash !== row.link) return { ok: false, seq, problem: 'link_wrong' }
    }
    if (rows.length < pageSize) break
  }
  if (group.length > 0) return { ok: false, seq, problem: 'tail_open' }
  const head = await store.readHead(lane)
  if ((head?.seq ?? 0) !== seq || (head?.hash ?? NO_HASH) !== hash) return { ok: false, seq, problem: 'head_differs' }
  return { ok: true, seq, hash }
}
