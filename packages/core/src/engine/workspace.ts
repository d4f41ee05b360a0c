import type { EntityKind, Loaded, Ref, Span, Touch } from '../kernel/entity.ts'
import { isSpan } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import { keyOf, shardOf, spanOf } from './placement.ts'
import type { GroupChanges, RowKey, RowSpan, StoredRow } from './store-port.ts'

interface Cell {
  readonly key: RowKey
  row: StoredRow | undefined
  entity: EntityKind<unknown> | undefined
  state: unknown
  present: boolean
  dirty: boolean
  /** The store was asked for this row, and it was not there. */
  missing: boolean
}

type RowChanges = Pick<GroupChanges, 'adds' | 'writes' | 'removes'>

type Load = (keys: readonly RowKey[], spans: readonly RowSpan[]) => Promise<readonly StoredRow[]>

/** The rows of one group: as loaded, then as the decisions before left them. Nothing is written until the group commits. */
export class Workspace {
  readonly #shards: number
  readonly #tenants = new Map<string, TenantRows>()
  readonly #dirty: Cell[] = []

  constructor(shards: number) {
    this.#shards = shards
  }

  /** Loads what is not here yet, in one request. */
  async load(tenantTouches: readonly { tenant: string; touches: readonly Touch[] }[], load: Load): Promise<void> {
    const asked: Cell[] = []
    const spans: RowSpan[] = []
    for (const { tenant, touches } of tenantTouches) {
      const rows = this.#rows(tenant)
      for (const touch of touches) {
        if (isSpan(touch)) rows.wantSpan(spanOf(tenant, this.#shards, touch), spans)
        else if (!rows.find(touch)) asked.push(rows.add(keyOf(tenant, this.#shards, touch)))
      }
    }
    if (asked.length + spans.length === 0) return
    const keys = asked.map(({ key }) => key)
    for (const row of await load(keys, spans)) {
      const rows = this.#rows(row.tenant)
      const cell = rows.findKey(row) ?? rows.add(row)
      if (cell.dirty || cell.row) continue
      cell.row = row
      cell.present = true
    }
    for (const cell of asked) cell.missing = !cell.present
  }

  /** The view of one tenant's calls. */
  view(tenant: string): Loaded {
    return this.#rows(tenant)
  }

  put(tenant: string, ref: Ref<unknown>, state: unknown): void {
    const cell = this.#cellOf(tenant, ref)
    cell.entity = ref.entity
    cell.state = state
    cell.present = true
    this.#soil(cell)
  }

  remove(tenant: string, ref: Ref<unknown>): void {
    const cell = this.#cellOf(tenant, ref)
    cell.state = undefined
    cell.present = false
    this.#soil(cell)
  }

  changes(): RowChanges {
    const adds: StoredRow[] = []
    const writes: StoredRow[] = []
    const removes: RowKey[] = []
    for (const { key, present, entity, state, missing } of this.#dirty) {
      const { tenant, shard, owner, kind, n } = key
      if (present && entity) {
        const row = { tenant, shard, owner, kind, n, v: entity.version, state: JSON.stringify(state) }
        if (missing) adds.push(row)
        else writes.push(row)
      } else if (!missing) removes.push(key)
    }
    return { adds, writes, removes }
  }

  #cellOf(tenant: string, ref: Ref<unknown>): Cell {
    const rows = this.#rows(tenant)
    return rows.find(ref) ?? rows.add(keyOf(tenant, this.#shards, ref))
  }

  #soil(cell: Cell): void {
    cell.row = undefined
    if (cell.dirty) return
    cell.dirty = true
    this.#dirty.push(cell)
  }

  #rows(tenant: string): TenantRows {
    const known = this.#tenants.get(tenant)
    if (known) return known
    const made = new TenantRows(tenant, this.#shards)
    this.#tenants.set(tenant, made)
    return made
  }
}

/** From so many rows an owner has an index: a batch has stripes and cohorts in every lane, a holder a handful of rows. */
const WORTH_AN_INDEX = 16

interface OwnerCells {
  readonly cells: Cell[]
  index: Map<string, Cell> | undefined
}

/** One tenant's rows of a group. Rows are found by their numbers: building a name for each look-up cost a tenth of a claim. */
class TenantRows implements Loaded {
  readonly #tenant: string
  readonly #shards: number
  readonly #owners = new Map<number, OwnerCells>()
  readonly #spans = new Set<string>()

  constructor(tenant: string, shards: number) {
    this.#tenant = tenant
    this.#shards = shards
  }

  get<S>(ref: Ref<S>): S | undefined {
    const cell = this.find(ref as Ref<unknown>)
    if (!cell) {
      throw new TallyError('entity_not_touched', `The operation reads a ${ref.entity.name} that it did not touch.`)
    }
    return read(cell, ref.entity)
  }

  all<S>(wanted: Span<S>): { n: number; state: S }[] {
    const { shard, owner, kind, from, to, limit } = spanOf(this.#tenant, this.#shards, wanted as Span<unknown>)
    if (!this.#spans.has(spanName(shard, owner, kind, from, to, limit))) {
      throw new TallyError(
        'entity_not_touched',
        `The operation reads ${wanted.entity.name} rows that it did not touch.`,
      )
    }
    const found = (this.#owners.get(owner)?.cells ?? [])
      .filter(({ key, present }) => present && key.kind === kind && key.shard === shard && key.n >= from && key.n < to)
      .sort((a, b) => a.key.n - b.key.n)
      .slice(0, limit)
    return found.map((cell) => ({ n: cell.key.n, state: read(cell, wanted.entity) as S }))
  }

  /** Adds a span to those wanted, unless it is here already. */
  wantSpan(span: RowSpan, wanted: RowSpan[]): void {
    const name = spanName(span.shard, span.owner, span.kind, span.from, span.to, span.limit)
    if (this.#spans.has(name)) return
    this.#spans.add(name)
    wanted.push(span)
  }

  find(ref: Ref<unknown>): Cell | undefined {
    return this.#find(shardOf(ref.beside ?? ref.owner, this.#shards), ref.owner, ref.entity.kind, ref.n)
  }

  findKey(key: RowKey): Cell | undefined {
    return this.#find(key.shard, key.owner, key.kind, key.n)
  }

  #find(shard: number, owner: number, kind: number, n: number): Cell | undefined {
    const rows = this.#owners.get(owner)
    if (!rows) return undefined
    if (rows.index) return rows.index.get(cellName(shard, kind, n))
    for (const cell of rows.cells) {
      const { key } = cell
      if (key.n === n && key.kind === kind && key.shard === shard) return cell
    }
    return undefined
  }

  add({ shard, owner, kind, n }: RowKey): Cell {
    const key = { tenant: this.#tenant, shard, owner, kind, n }
    const cell: Cell = {
      key,
      row: undefined,
      entity: undefined,
      state: undefined,
      present: false,
      dirty: false,
      missing: false,
    }
    const rows = this.#owners.get(owner)
    if (!rows) {
      this.#owners.set(owner, { cells: [cell], index: undefined })
      return cell
    }
    rows.cells.push(cell)
    if (rows.index) rows.index.set(cellName(shard, kind, n), cell)
    else if (rows.cells.length === WORTH_AN_INDEX) {
      rows.index = new Map(rows.cells.map((each) => [cellName(each.key.shard, each.key.kind, each.key.n), each]))
    }
    return cell
  }
}

function read<S>(cell: Cell, entity: EntityKind<S>): S | undefined {
  if (!cell.present) return undefined
  if (cell.row) {
    cell.state = decode(cell.row, entity)
    cell.entity = entity as EntityKind<unknown>
    cell.row = undefined
  }
  return cell.state as S
}

/** The state of a stored row, lifted to the present shape. */
export function decode<S>(row: StoredRow, entity: EntityKind<S>): S {
  const state: unknown = JSON.parse(row.state)
  if (row.v === entity.version) return state as S
  if (row.v > entity.version || !entity.upcast) {
    throw new TallyError(
      'row_version_unknown',
      `A ${entity.name} row has version ${row.v}, this release knows ${entity.version}.`,
    )
  }
  return entity.upcast(state, row.v)
}

function cellName(shard: number, kind: number, n: number): string {
  return `${shard}/${kind}/${n}`
}

function spanName(shard: number, owner: number, kind: number, from: number, to: number, limit: number): string {
  return `${shard}/${owner}/${kind}/${from}/${to}/${limit}`
}
