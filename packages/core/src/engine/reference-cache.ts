import type { EntityKind, Span } from '../kernel/entity.ts'
import { span } from '../kernel/entity.ts'
import type { Reference } from '../kernel/ports.ts'
import { REFERENCE_OWNER } from '../kernel/reference-ref.ts'
import { spanOf } from './placement.ts'
import type { ReferenceChange } from './run-group.ts'
import type { Store } from './store-port.ts'
import { decode } from './workspace.ts'

type Tables = Map<number, Map<string, unknown>>

const PAGE = 1000

/** Reference data of each tenant, by kind and name, loaded at first use and kept current by every commit of this process. */
export class ReferenceCache {
  readonly #store: Store
  readonly #kinds: readonly EntityKind<unknown>[]
  readonly #tables = new Map<string, Tables>()
  readonly #loading = new Map<string, Promise<Tables>>()
  /** Commits that fell into a load, applied on top of what it read. */
  readonly #meanwhile = new Map<string, ReferenceChange[]>()

  constructor(store: Store, kinds: readonly EntityKind<unknown>[]) {
    this.#store = store
    this.#kinds = kinds
  }

  async of(tenant: string): Promise<Reference> {
    return view(this.#tables.get(tenant) ?? (await this.#load(tenant)))
  }

  /** Takes over what a group committed, before any of its calls is answered. */
  apply(changes: readonly ReferenceChange[]): void {
    for (const change of changes) {
      const tables = this.#tables.get(change.tenant)
      if (tables) put(tables, change.entity, change.state)
      else this.#meanwhile.get(change.tenant)?.push(change)
    }
  }

  #load(tenant: string): Promise<Tables> {
    const running = this.#loading.get(tenant)
    if (running) return running
    this.#meanwhile.set(tenant, [])
    const loading = this.#read(tenant)
      .then((tables) => {
        for (const { entity, state } of this.#meanwhile.get(tenant) ?? []) put(tables, entity, state)
        this.#tables.set(tenant, tables)
        return tables
      })
      .finally(() => {
        this.#loading.delete(tenant)
        this.#meanwhile.delete(tenant)
      })
    this.#loading.set(tenant, loading)
    return loading
  }

  async #read(tenant: string): Promise<Tables> {
    const tables: Tables = new Map()
    for (const kind of this.#kinds) {
      tables.set(kind.kind, new Map())
      for (let from = 0; ; ) {
        const wanted: Span<unknown> = span(kind, REFERENCE_OWNER, { from, limit: PAGE })
        const rows = await this.#store.read([], [spanOf(tenant, this.#store.shards, wanted)])
        for (const row of rows) put(tables, kind, decode(row, kind))
        const last = rows.at(-1)
        if (rows.length < PAGE || !last) break
        from = last.n + 1
      }
    }
    return tables
  }
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
