import { afterEach, beforeEach } from 'vitest'
import type { GroupChanges, GroupTransaction, JournalRow, Lane, LaneHead, Store, StoredRow } from '../../store-port.ts'
import { NO_HASH } from '../../store-port.ts'

export interface OpenedStore {
  readonly store: Store
  /** Closes the store and opens the same data again, as a restarted process would. Only durable stores have it. */
  readonly reopen?: (() => Promise<Store>) | undefined
  /** The same data as another process has them at the same time, closed with the rest. Only shared stores have it. */
  readonly second?: (() => Promise<Store>) | undefined
  /** Closes whatever is open and removes what the test left behind. */
  readonly close: () => Promise<void>
}

export type OpenStore = () => Promise<OpenedStore>

/** A fresh store for every test of the surrounding `describe`. */
export function eachWithStore(open: OpenStore): { readonly opened: OpenedStore; readonly store: Store } {
  let current: OpenedStore | undefined
  beforeEach(async () => {
    current = await open()
  })
  afterEach(async () => {
    await current?.close()
    current = undefined
  })
  const opened = () => {
    if (!current) throw new Error('The store is open only while a test runs.')
    return current
  }
  return {
    get opened() {
      return opened()
    },
    get store() {
      return opened().store
    },
  }
}

export function lane(tenant = 'county', shard = 0): Lane {
  return { tenant, shard }
}

export function row(fields: Partial<StoredRow> = {}): StoredRow {
  return { tenant: 'county', shard: 0, owner: 1, kind: 1, n: 0, v: 1, state: '{}', ...fields }
}

export function journalRow(seq: number, fields: Partial<JournalRow> = {}): JournalRow {
  return { tenant: 'county', shard: 0, seq, at: 1_700_000_000_000 + seq, body: `{"seq":${seq}}`, link: null, ...fields }
}

export function head(seq: number, fields: Partial<LaneHead> = {}): LaneHead {
  return { tenant: 'county', shard: 0, seq, hash: NO_HASH, lastNow: 1_700_000_000_000 + seq, ...fields }
}

export const nothing: GroupChanges = { adds: [], writes: [], removes: [], journal: [], heads: [] }

/** Waits for the lanes and holds them. */
export async function hold(store: Store, ...lanes: Lane[]): Promise<GroupTransaction> {
  const transaction = await store.begin(lanes, 'wait')
  if (!transaction) throw new Error('A store that was asked to wait answered that no lane was free.')
  return transaction
}

/** One group of its own: lock, write, commit. */
export async function commit(store: Store, changes: Partial<GroupChanges>, ...lanes: Lane[]): Promise<void> {
  const transaction = await hold(store, ...(lanes.length > 0 ? lanes : [lane()]))
  await transaction.commit({ ...nothing, ...changes })
}

/** Lets everything that can run now run: promises and, twice, timers. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => setTimeout(resolve, 1))
}
