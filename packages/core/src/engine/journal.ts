import type { Actor } from '../kernel/actor.ts'
import { principalOf } from '../kernel/actor.ts'
import type { EventDraft } from '../kernel/decision.ts'
import { sha256Hex } from '../kernel/digest.ts'
import { laneAsWritten } from '../kernel/lanes.ts'
import type { PlacedPosting } from './accounts.ts'
import type { JournalRow, Lane, LaneHead } from './store-port.ts'

/** One change in the journal; personal facts are inside `events[].sealed` only. */
export interface JournalEntry {
  readonly operation: string
  readonly principal: string
  readonly requestId: string
  readonly events: readonly EventDraft[]
  readonly postings: readonly PlacedPosting[]
  /** Reference data this entry changed, as `kind/n`; other processes reload it when they read the entry. */
  readonly reference?: readonly string[] | undefined
}

export function journalEntry(
  operation: string,
  actor: Actor,
  requestId: string,
  events: readonly EventDraft[],
  postings: readonly PlacedPosting[],
  reference: readonly string[],
): JournalEntry {
  return {
    operation,
    principal: principalOf(actor),
    requestId,
    events,
    postings,
    ...(reference.length > 0 ? { reference } : {}),
  }
}

/** The next rows of a lane and its new head: sequences go on without a gap, one hash link closes the group. */
export function chainGroup(
  head: LaneHead,
  entries: readonly JournalEntry[],
  now: number,
): { rows: readonly JournalRow[]; head: LaneHead } {
  const bodies = entries.map((entry) => JSON.stringify(entry))
  const rows = bodies.map((body, index) => ({
    tenant: head.tenant,
    shard: head.shard,
    seq: head.seq + index + 1,
    at: now,
    body,
    link: null as string | null,
  }))
  const hash = linkOf(head, head.hash, rows)
  const last = rows.at(-1)
  if (last) last.link = hash
  return { rows, head: { ...head, seq: head.seq + rows.length, hash, lastNow: now } }
}

/** SHA-256 over the lane as it was written, the link before and every row of the group with its place and time. */
export function linkOf(lane: Lane, previous: string, rows: readonly Pick<JournalRow, 'seq' | 'at' | 'body'>[]): string {
  const shard = laneAsWritten(lane.shard)
  return sha256Hex(JSON.stringify([lane.tenant, shard, previous, ...rows.map((row) => [row.seq, row.at, row.body])]))
}
