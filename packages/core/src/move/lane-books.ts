import type { PlacedPosting } from '../engine/accounts.ts'
import type { JournalEntry } from '../engine/journal.ts'
import { chainGroup } from '../engine/journal.ts'
import type { JournalRow, LaneHead } from '../engine/store-port.ts'
import { NO_HASH } from '../engine/store-port.ts'
import { sha256Hex } from '../kernel/digest.ts'
import type { KeyRing } from '../kernel/key-ring.ts'
import { laneAsWritten } from '../kernel/lanes.ts'
import type { AccountState } from '../kernel/ledger-account.ts'
import { sealText } from '../token/seal/seal-text.ts'

/** Who moves, from how many lanes to how many, when, and the how-manieth move it is. */
export interface MoveTold {
  readonly move: number
  readonly from: number
  readonly to: number
  readonly principal: string
  /** Epoch milliseconds; not before the last commit of any lane. */
  readonly now: number
}

export interface LaneBooks {
  readonly rows: readonly JournalRow[]
  readonly head: LaneHead
}

function entry(
  told: MoveTold,
  type: string,
  data: Readonly<Record<string, unknown>>,
  postings: readonly PlacedPosting[],
): JournalEntry {
  return { operation: 'store.move', principal: told.principal, requestId: '', events: [{ type, data }], postings }
}

/**
 * The last row of a lane that is closed: its head as it was, sealed with the tenant's key, and every balance carried forward, so that the
 * lane's accounts stand at nothing.
 *
 * @param head of the archived lane.
 * @see verifySealedText, purpose `lanes`
 */
export function closeLane(
  told: MoveTold,
  head: LaneHead,
  accounts: Iterable<AccountState>,
  keyRing: KeyRing,
): LaneBooks {
  const { tenant, seq, hash } = head
  const { move, from, to, now } = told
  const lane = laneAsWritten(head.shard)
  const document = JSON.stringify({ tenant, lane, lanes: from, seq, hash, move, to, at: new Date(now).toISOString() })
  const seal = sealText({ keyRing, tenant, purpose: 'lanes', text: document, now })
  return chainGroup(head, [entry(told, 'lane.closed', { document, seal }, legs(accounts, -1))], now)
}

/** The first row of a new lane: what lanes it goes on from, by the hash of their ends, and the balances brought forward. */
export function openLane(
  told: MoveTold,
  lane: { readonly tenant: string; readonly shard: number },
  closed: readonly LaneHead[],
  accounts: Iterable<AccountState>,
): LaneBooks {
  const { move, from, to, now } = told
  const ends = closed.map(({ shard, seq, hash }) => [shard, seq, hash])
  // Lane 0 lists them; the others say the hash of that list.
  const list = lane.shard === 0 ? { closed: ends } : {}
  const data = { lane: lane.shard, lanes: to, move, from, closedHash: sha256Hex(JSON.stringify(ends)), ...list }
  const head = { ...lane, seq: 0, hash: NO_HASH, lastNow: now }
  return chainGroup(head, [entry(told, 'lane.opened', data, legs(accounts, 1))], now)
}

function legs(accounts: Iterable<AccountState>, sign: 1 | -1): PlacedPosting[] {
  const postings: PlacedPosting[] = []
  for (const { account, currency, balanceMinor } of accounts) {
    if (balanceMinor !== 0) postings.push({ account, currency, amountMinor: sign * balanceMinor })
  }
  return postings
}
