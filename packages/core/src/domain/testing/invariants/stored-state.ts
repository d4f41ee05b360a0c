import type { JournalEntry } from '../../../engine/journal.ts'
import type { JournalRow, LaneHead, StoredRow } from '../../../engine/store-port.ts'
import { decode } from '../../../engine/workspace.ts'
import type { EntityKind } from '../../../kernel/entity.ts'
import { moveOfLane } from '../../../kernel/lanes.ts'

/** Everything a store holds, read past the operations. */
export interface StoredState {
  readonly rows: Iterable<StoredRow>
  /** Of each lane in order; lanes may come in any order. */
  readonly journal: Iterable<JournalRow>
  readonly heads: Iterable<LaneHead>
}

export interface Row<S> {
  readonly tenant: string
  readonly shard: number
  readonly owner: number
  readonly n: number
  readonly state: S
}

export interface Entry extends JournalEntry {
  readonly shard: number
  readonly at: number
}

// A simulation looks after every step, and most rows are the ones of the step before.
const states = new WeakMap<StoredRow, Row<unknown>>()
const entries = new WeakMap<JournalRow, Entry>()

/** As the engine reads it: a row of an earlier version means the same in the present shape. */
function readRow<S>(row: StoredRow, entity: EntityKind<S>): Row<S> {
  const known = states.get(row)
  if (known) return known as Row<S>
  const { tenant, shard, owner, n } = row
  const read = { tenant, shard, owner, n, state: decode(row, entity) }
  states.set(row, read)
  return read
}

function parsedEntry(row: JournalRow): Entry {
  const known = entries.get(row)
  if (known) return known
  const parsed: Entry = { ...(JSON.parse(row.body) as JournalEntry), shard: row.shard, at: row.at }
  entries.set(row, parsed)
  return parsed
}

/** What one tenant has, sorted by what it is. */
export class TenantState {
  readonly tenant: string
  readonly entries: Entry[] = []
  readonly #stored = new Map<number, StoredRow[]>()
  readonly #read = new Map<number, readonly Row<unknown>[]>()

  constructor(tenant: string) {
    this.tenant = tenant
  }

  add(row: StoredRow): void {
    const rows = this.#stored.get(row.kind)
    if (rows) rows.push(row)
    else this.#stored.set(row.kind, [row])
  }

  of<S>(entity: EntityKind<S>): readonly Row<S>[] {
    const known = this.#read.get(entity.kind)
    if (known) return known as readonly Row<S>[]
    const rows = (this.#stored.get(entity.kind) ?? []).map((row) => readRow(row, entity))
    this.#read.set(entity.kind, rows)
    return rows
  }
}

export function byTenant(state: StoredState): TenantState[] {
  const tenants = new Map<string, TenantState>()
  const of = (tenant: string) => {
    const known = tenants.get(tenant) ?? new TenantState(tenant)
    tenants.set(tenant, known)
    return known
  }
  for (const row of state.rows) of(row.tenant).add(row)
  for (const row of inOrderOfTime(state.journal)) of(row.tenant).entries.push(parsedEntry(row))
  return [...tenants.values()]
}

/**
 * The lanes' rows as they happened: what one voucher went through may be told in two lanes, where digits were entered. At one time, what
 * was told before a move comes first.
 */
function inOrderOfTime(journal: Iterable<JournalRow>): JournalRow[] {
  const move = ({ shard }: JournalRow) => moveOfLane(shard) || Number.POSITIVE_INFINITY
  return [...journal].sort((a, b) => a.at - b.at || (move(a) === move(b) ? 0 : move(a) - move(b)))
}

/** Adds to a sum by name. */
export function addTo(sums: Map<string, number>, name: string, amount: number): void {
  sums.set(name, (sums.get(name) ?? 0) + amount)
}

/** Says what is wrong, unless it holds. */
export type Require = (holds: boolean, what: () => string) => void
