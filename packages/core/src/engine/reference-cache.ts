import type { EntityKind, Span } from '../kernel/entity.ts'
import { span } from '../kernel/entity.ts'
import type { Reference } from '../kernel/ports.ts'
import { REFERENCE_OWNER } from '../kernel/reference-ref.ts'
import { changedReference } from './changed-reference.ts'
import { shardOf, spanOf } from './placement.ts'
import type { ReferenceChange } from './run-group.ts'
import type { Scheduler } from './scheduler.ts'
import type { Lane, Store, StoredRow } from './store-port.ts'
import { decode } from './workspace.ts'

type Tables = Map<number, Map<string, unknown>>

const PAGE = 1000
/** How often other processes' changes are looked for while a tenant is in use; what they see is at most twice as old. */
const REFRESH_MS = 1000
/** Behind by more journal rows than this, reading all reference data anew is cheaper than following. */
const MAX_FOLLOWED = 2000
/** Anybody may name a tenant that does not exist: of those without reference data only so many are remembered. */
const MAX_EMPTY = 1000

interface Kept {
  tables: Tables
  /** Up to here the journal of the reference lane has been followed. */
  seq: number
  /** Asked for since the last look. */
  used: boolean
  /** Looked at within the last interval. */
  fresh: boolean
  refreshing: Promise<void> | undefined
  /** Rows this process wrote: another process may have written them after it, so the next look reads them again. */
  doubtful: Set<string>
  cancel: () => void
}

/**
 * Reference data of each tenant, by kind and name, loaded at first use and kept current by every commit of this process.
 * Where other processes write the same store, their changes are followed by cursor, at most every second and only while
 * somebody asks.
 */
export class ReferenceCache {
  readonly #store: Store
  readonly #kinds: ReadonlyMap<number, EntityKind<unknown>>
  readonly #scheduler: Scheduler
  readonly #kept = new Map<string, Kept>()
  readonly #loading = new Map<string, Promise<Kept>>()
  /** Tenants that had no reference data when they were loaded, the longest known first. */
  readonly #empty = new Set<string>()
  /** Commits that fell into a load or refresh, applied on top of what it read. */
  readonly #meanwhile = new Map<string, ReferenceChange[]>()

  constructor(store: Store, kinds: readonly EntityKind<unknown>[], scheduler: Scheduler) {
    this.#store = store
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]))
    this.#scheduler = scheduler
  }

  async of(tenant: string): Promise<Reference> {
    const kept = this.#kept.get(tenant) ?? (await this.#load(tenant))
    kept.used = true
    if (!kept.fresh) await this.#refresh(tenant, kept)
    return view(kept.tables)
  }

  /** Takes over what a group committed, before any of its calls is answered. */
  apply(changes: readonly ReferenceChange[]): void {
    for (const change of changes) {
      const kept = this.#kept.get(change.tenant)
      if (kept) put(kept.tables, change.entity, change.state)
      if (this.#store.shared) kept?.doubtful.add(`${change.entity.kind}/${change.n}`)
      this.#meanwhile.get(change.tenant)?.push(change)
    }
  }

  close(): void {
    for (const kept of this.#kept.values()) kept.cancel()
  }

  #load(tenant: string): Promise<Kept> {
    const running = this.#loading.get(tenant)
    if (running) return running
    this.#meanwhile.set(tenant, [])
    const loading = this.#read(tenant)
      .then(({ tables, seq }) => {
        this.#catchUp(tenant, tables)
        const kept: Kept = {
          tables,
          seq,
          used: true,
          fresh: true,
          refreshing: undefined,
          doubtful: new Set(),
          cancel: () => undefined,
        }
        this.#kept.set(tenant, kept)
        this.#lookLater(tenant, kept)
        if (isEmpty(tables)) this.#limitEmpty(tenant)
        return kept
      })
      .finally(() => {
        this.#loading.delete(tenant)
        this.#meanwhile.delete(tenant)
      })
    this.#loading.set(tenant, loading)
    return loading
  }

  #limitEmpty(tenant: string): void {
    this.#empty.add(tenant)
    if (this.#empty.size <= MAX_EMPTY) return
    const [oldest = ''] = this.#empty
    this.#empty.delete(oldest)
    const kept = this.#kept.get(oldest)
    if (!kept || !isEmpty(kept.tables)) return
    kept.cancel()
    this.#kept.delete(oldest)
  }

  #catchUp(tenant: string, tables: Tables): void {
    for (const { entity, state } of this.#meanwhile.get(tenant) ?? []) put(tables, entity, state)
  }

  #lookLater(tenant: string, kept: Kept): void {
    if (!this.#store.shared) return
    kept.cancel = this.#scheduler.later(REFRESH_MS, () => {
      kept.fresh = kept.used
      if (!kept.used) return // whoever asks next waits for a look
      kept.used = false
      void this.#refresh(tenant, kept).catch(() => undefined) // the next to ask tries again and hears why
    })
  }

  #refresh(tenant: string, kept: Kept): Promise<void> {
    if (kept.refreshing) return kept.refreshing
    this.#meanwhile.set(tenant, [])
    kept.refreshing = this.#follow(tenant, kept)
      .then(() => {
        this.#catchUp(tenant, kept.tables)
        kept.fresh = true
        this.#lookLater(tenant, kept)
      })
      .catch((error) => {
        kept.fresh = false
        throw error
      })
      .finally(() => {
        kept.refreshing = undefined
        this.#meanwhile.delete(tenant)
      })
    return kept.refreshing
  }

  async #follow(tenant: string, kept: Kept): Promise<void> {
    const lane = this.#lane(tenant)
    const newest = (await this.#store.readHead(lane))?.seq ?? 0
    const doubtful = kept.doubtful
    kept.doubtful = new Set()
    try {
      if (newest - kept.seq > MAX_FOLLOWED) {
        const { tables, seq } = await this.#read(tenant)
        kept.tables = tables
        kept.seq = seq
        return
      }
      if (newest === kept.seq && doubtful.size === 0) return
      const { rows, seq } = await changedReference(this.#store, lane, kept.seq, doubtful)
      for (const row of rows) this.#put(kept.tables, row)
      kept.seq = seq
    } catch (error) {
      for (const name of doubtful) kept.doubtful.add(name)
      throw error
    }
  }

  #put(tables: Tables, row: StoredRow): void {
    const kind = this.#kinds.get(row.kind)
    if (kind) put(tables, kind, decodeOnce(row, kind))
  }

  #lane(tenant: string): Lane {
    return { tenant, shard: shardOf(REFERENCE_OWNER, this.#store.shards) }
  }

  async #read(tenant: string): Promise<{ tables: Tables; seq: number }> {
    // First: what is committed after this is followed, what before is read.
    const seq = this.#store.shared ? ((await this.#store.readHead(this.#lane(tenant)))?.seq ?? 0) : 0
    const tables: Tables = new Map()
    for (const kind of this.#kinds.values()) {
      tables.set(kind.kind, new Map())
      for (let from = 0; ; ) {
        const wanted: Span<unknown> = span(kind, REFERENCE_OWNER, { from, limit: PAGE })
        const rows = await this.#store.read([], [spanOf(tenant, this.#store.shards, wanted)])
        for (const row of rows) this.#put(tables, row)
        const last = rows.at(-1)
        if (rows.length < PAGE || !last) break
        from = last.n + 1
      }
    }
    return { tables, seq }
  }
}

function isEmpty(tables: Tables): boolean {
  return [...tables.values()].every((table) => table.size === 0)
}

function put(tables: Tables, entity: EntityKind<unknown>, state: unknown): void {
  const name = entity.nameOf?.(state)
  if (name !== undefined) tables.get(entity.kind)?.set(name, state)
}

function view(tables: Tables): Reference {
  return {
    find: <S>(entity: EntityKind<S>, name: string) => tables.get(entity.kind)?.get(name) as S | undefined,
    list: <S>(entity: EntityKind<S>) => [...(tables.get(entity.kind)?.values() ?? [])] as S[],
  }
}

// Who opens a memory store again finds the same rows: what hangs on a document, such as its compiled rules, need not be made anew.
const decoded = new WeakMap<EntityKind<unknown>, WeakMap<StoredRow, unknown>>()

function decodeOnce(row: StoredRow, kind: EntityKind<unknown>): unknown {
  const ofKind = decoded.get(kind) ?? new WeakMap<StoredRow, unknown>()
  decoded.set(kind, ofKind)
  const state = ofKind.get(row) ?? decode(row, kind)
  ofKind.set(row, state)
  return state
}
