/**
 * What a store promises. An implementation that cannot keep one of these promises does not ship; the contract suite
 * (`testing/store-contract.ts`) runs against every store.
 */

export interface Lane {
  readonly tenant: string
  readonly shard: number
}

export interface RowKey extends Lane {
  /** 48-bit number. */
  readonly owner: number
  readonly kind: number
  readonly n: number
}

/** Rows with `from ≤ n < to`, ascending, at most `limit`. */
export interface RowSpan extends Lane {
  readonly owner: number
  readonly kind: number
  readonly from: number
  readonly to: number
  readonly limit: number
}

export interface StoredRow extends RowKey {
  /** Version of the state's shape. */
  readonly v: number
  readonly state: string
}

/** The lane's head row: the only lock there is. */
export interface LaneHead extends Lane {
  /** Sequence number of the last journal row; gap-free from 1. */
  readonly seq: number
  /** Hash link over all groups so far; 64 hex digits, zeros before the first. */
  readonly hash: string
  /** Epoch milliseconds of the last commit, so that time never runs backwards in a lane. */
  readonly lastNow: number
}

export interface JournalRow extends Lane {
  readonly seq: number
  readonly at: number
  /** JSON: operation, principal, events, postings. Kept to the byte: the hash link covers it as it stands. */
  readonly body: string
  /** On the last row of each group: the hash link up to and including it. */
  readonly link: string | null
}

export interface GroupChanges {
  /** Rows that this transaction's `load` did not find. Should one be there after all, the whole group is refused. */
  readonly adds: readonly StoredRow[]
  /** Rows that may be there already; then this is their next state. No key of `adds` is among them. */
  readonly writes: readonly StoredRow[]
  readonly removes: readonly RowKey[]
  readonly journal: readonly JournalRow[]
  readonly heads: readonly LaneHead[]
}

export interface GroupTransaction {
  /** The lanes that are locked by this transaction, until `commit` or `rollback`. */
  readonly heads: readonly LaneHead[]
  /** Committed rows; nobody else can change rows of the locked lanes meanwhile. Rows that do not exist are left out. */
  load(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]>
  /**
   * Writes everything or nothing and resolves only when it is durable. Rejects with `TallyError` `store_unavailable`
   * when certainly nothing was written (reason `constraint`: the group contradicts what is stored), `outcome_unknown` when that cannot be told. The transaction is over either way.
   */
  commit(changes: GroupChanges): Promise<void>
  rollback(): Promise<void>
}

export interface Store {
  readonly name: string
  /** Lanes a tenant; fixed for the life of a store. */
  readonly shards: number
  /** How many groups may be under way at once. */
  readonly groupsInFlight: number
  /** Where a transaction of one lane costs much less than one of several: groups then take the lanes of one call. */
  readonly servesOneShard?: boolean
  /** False where a crash loses what was answered (memory): such a store skips the second person's approval by default. */
  readonly durable: boolean
  /** Whether other processes may write it too: then what is kept in memory is refreshed from the journal. */
  readonly shared: boolean
  /**
   * Locks lanes in ascending order. `free` takes those nobody holds, at once, and leaves out the rest (undefined: none was
   * free); `wait` waits until it has all of them, holding nothing else. Two transactions never hold the same lane.
   * A store where waiting is for other processes may, once it has waited, take along what is free of `also`.
   */
  begin(lanes: readonly Lane[], mode: 'free' | 'wait', also?: readonly Lane[]): Promise<GroupTransaction | undefined>
  /** Rows as last committed, without a lock. */
  read(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]>
  /** Journal rows after `afterSeq` in order; gap-free, so the last `seq` is a safe cursor. */
  readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]>
  readHead(lane: Lane): Promise<LaneHead | undefined>
  /**
   * The identity directory. Points all `names` (hex HMACs) to one owner: the one that any of them points to already,
   * else the first of `candidates` that no one has. Atomic; of two racing callers one creates and both get its owner.
   * `conflict` when the names point to different owners: then nothing is written.
   */
  identify(
    tenant: string,
    names: readonly string[],
    candidates: readonly number[],
  ): Promise<{ owner: number; created: boolean } | 'conflict'>
  /** The owner a name points to. */
  lookUp(tenant: string, name: string): Promise<number | undefined>
  /** Answers when the store can serve, writes included; rejects with the reason when not. For health checks, as often as anybody likes. */
  ping(): Promise<void>
  close(): Promise<void>
}

export const NO_HASH = '0'.repeat(64)

export function laneName(lane: Lane): string {
  return `${lane.tenant}\u0000${lane.shard}`
}

export function rowName(key: RowKey): string {
  return `${key.tenant}\u0000${key.shard}\u0000${key.owner}\u0000${key.kind}\u0000${key.n}`
}

export function compareLanes(a: Lane, b: Lane): number {
  return a.tenant === b.tenant ? a.shard - b.shard : a.tenant < b.tenant ? -1 : 1
}
