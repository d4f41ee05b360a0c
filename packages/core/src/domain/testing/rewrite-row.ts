import { keyOf } from '../../engine/placement.ts'
import type { Store } from '../../engine/store-port.ts'
import type { EntityKind, Ref } from '../../kernel/entity.ts'
import { tenant } from './county.ts'

/** Changes one row behind the engine's back, as whoever administers the database could. */
export async function rewriteRow<S>(store: Store, target: Ref<S>, change: (state: S) => S): Promise<void> {
  const key = keyOf(tenant, store.shards, target as Ref<unknown>)
  const [row] = await store.read([key], [])
  const transaction = await store.begin([{ tenant, shard: key.shard }], 'wait')
  if (!row || !transaction) throw new Error(`there is no such ${(target.entity as EntityKind<unknown>).name}`)
  const state = JSON.stringify(change(JSON.parse(row.state) as S))
  await transaction.commit({ adds: [], writes: [{ ...row, state }], removes: [], journal: [], heads: [] })
}
