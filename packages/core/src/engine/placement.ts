import type { Ref, Span } from '../kernel/entity.ts'
import type { Lane, RowKey, RowSpan } from './store-port.ts'
import { laneName } from './store-port.ts'

/** Where an owner's rows lie: its number modulo the store's shard count. */
export function shardOf(owner: number, shards: number): number {
  return owner % shards
}

export function keyOf(tenant: string, shards: number, ref: Ref<unknown>): RowKey {
  return { tenant, shard: shardOf(ref.beside ?? ref.owner, shards), owner: ref.owner, kind: ref.entity.kind, n: ref.n }
}

export function spanOf(tenant: string, shards: number, span: Span<unknown>): RowSpan {
  return {
    tenant,
    shard: shardOf(span.beside ?? span.owner, shards),
    owner: span.owner,
    kind: span.entity.kind,
    from: span.from,
    to: span.to,
    limit: span.limit,
  }
}

/** A lane and its name: a call names its lanes many times on its way, so each is made once. */
export interface NamedLane extends Lane {
  readonly name: string
}

/** Anybody's tenants may come by; of so many the lanes are kept. */
const MAX_TENANTS = 1000

export class LaneTable {
  readonly #tenants = new Map<string, NamedLane[]>()

  of(tenant: string, shard: number): NamedLane {
    let lanes = this.#tenants.get(tenant)
    if (!lanes) {
      if (this.#tenants.size >= MAX_TENANTS) this.#tenants.clear()
      lanes = []
      this.#tenants.set(tenant, lanes)
    }
    lanes[shard] ??= { tenant, shard, name: laneName({ tenant, shard }) }
    return lanes[shard]
  }
}
