import type { Ref, Span, Touch } from '../kernel/entity.ts'
import { isSpan } from '../kernel/entity.ts'
import type { Lane, RowKey, RowSpan } from './store-port.ts'

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

export function laneOf(tenant: string, shards: number, touch: Touch): Lane {
  return { tenant, shard: shardOf(touch.beside ?? touch.owner, shards) }
}

export function separate(touches: readonly Touch[]): { refs: Ref<unknown>[]; spans: Span<unknown>[] } {
  const refs: Ref<unknown>[] = []
  const spans: Span<unknown>[] = []
  for (const touch of touches) {
    if (isSpan(touch)) spans.push(touch)
    else refs.push(touch)
  }
  return { refs, spans }
}
