import type { EntityKind, Loaded, Ref, Span, Touch } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import { keyOf, separate, spanOf } from './placement.ts'
import type { RowKey, RowSpan, StoredRow } from './store-port.ts'
import { rowName } from './store-port.ts'

interface Cell {
  readonly key: RowKey
  row?: StoredRow | undefined
  entity?: EntityKind<unknown> | undefined
  state?: unknown
  present: boolean
  dirty: boolean
}

type Load = (keys: readonly RowKey[], spans: readonly RowSpan[]) => Promise<readonly StoredRow[]>

/** The rows of one group: as loaded, then as the decisions before left them. Nothing is written until the group commits. */
export class Workspace {
  readonly #shards: number
  readonly #cells = new Map<string, Cell>()
  readonly #families = new Map<string, Map<number, Cell>>()
  readonly #spans = new Set<string>()

  constructor(shards: number) {
    this.#shards = shards
  }

  /** Loads what is not here yet, in one request. */
  async load(tenantTouches: readonly { tenant: string; touches: readonly Touch[] }[], load: Load): Promise<void> {
    const keys: RowKey[] = []
    const spans: RowSpan[] = []
    for (const { tenant, touches } of tenantTouches) {
      const { refs, spans: wantedSpans } = separate(touches)
      for (const ref of refs) {
        const key = keyOf(tenant, this.#shards, ref)
        if (!this.#cells.has(rowName(key))) {
          this.#cell(key)
          keys.push(key)
        }
      }
      for (const wanted of wantedSpans) {
        const span = spanOf(tenant, this.#shards, wanted)
        if (!this.#spans.has(spanName(span))) {
          this.#spans.add(spanName(span))
          spans.push(span)
        }
      }
    }
    if (keys.length + spans.length === 0) return
    for (const row of await load(keys, spans)) {
      const cell = this.#cell(row)
      if (cell.dirty || cell.row) continue
      cell.row = row
      cell.present = true
    }
  }

  /** The view of one tenant's calls. */
  view(tenant: string): Loaded {
    return {
      get: <S>(ref: Ref<S>): S | undefined => {
        const cell = this.#cells.get(rowName(keyOf(tenant, this.#shards, ref as Ref<unknown>)))
        if (!cell) {
          throw new TallyError('entity_not_touched', `The operation reads a ${ref.entity.name} that it did not touch.`)
        }
        return read(cell, ref.entity)
      },
      all: <S>(wanted: Span<S>) => {
        const span = spanOf(tenant, this.#shards, wanted as Span<unknown>)
        if (!this.#spans.has(spanName(span))) {
          throw new TallyError(
            'entity_not_touched',
            `The operation reads ${wanted.entity.name} rows that it did not touch.`,
          )
        }
        return this.#span(span, wanted.entity)
      },
    }
  }

  #span<S>(span: RowSpan, entity: EntityKind<S>): { n: number; state: S }[] {
    const family = this.#families.get(familyName(span))
    if (!family) return []
    const found = [...family.values()]
      .filter((cell) => cell.present && cell.key.n >= span.from && cell.key.n < span.to)
      .sort((a, b) => a.key.n - b.key.n)
      .slice(0, span.limit)
    return found.map((cell) => ({ n: cell.key.n, state: read(cell, entity) as S }))
  }

  put(key: RowKey, entity: EntityKind<unknown>, state: unknown): void {
    const cell = this.#cell(key)
    cell.entity = entity
    cell.state = state
    cell.row = undefined
    cell.present = true
    cell.dirty = true
  }

  remove(key: RowKey): void {
    const cell = this.#cell(key)
    cell.state = undefined
    cell.row = undefined
    cell.present = false
    cell.dirty = true
  }

  changes(): { writes: StoredRow[]; removes: RowKey[] } {
    const writes: StoredRow[] = []
    const removes: RowKey[] = []
    for (const cell of this.#cells.values()) {
      if (!cell.dirty) continue
      if (cell.present && cell.entity) {
        writes.push({ ...cell.key, v: cell.entity.version, state: JSON.stringify(cell.state) })
      } else removes.push(cell.key)
    }
    return { writes, removes }
  }

  #cell(key: RowKey): Cell {
    const name = rowName(key)
    const existing = this.#cells.get(name)
    if (existing) return existing
    const { tenant, shard, owner, kind, n } = key
    const cell: Cell = { key: { tenant, shard, owner, kind, n }, present: false, dirty: false }
    this.#cells.set(name, cell)
    const family = this.#families.get(familyName(key))
    if (family) family.set(n, cell)
    else this.#families.set(familyName(key), new Map([[n, cell]]))
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

function familyName(key: { tenant: string; shard: number; owner: number; kind: number }): string {
  return `${key.tenant}\u0000${key.shard}\u0000${key.owner}\u0000${key.kind}`
}

function spanName(span: RowSpan): string {
  return `${familyName(span)}\u0000${span.from}\u0000${span.to}\u0000${span.limit}`
}
