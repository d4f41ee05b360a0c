import type { KeyRing } from '../../kernel/key-ring.ts'
import { sealPersonal } from '../../token/envelope/seal-personal.ts'
import { unwrapKey, wrapKey } from '../../token/envelope/wrap-key.ts'
import type { HolderState } from './holder-entity.ts'

interface Sealing {
  readonly keys: KeyRing
  readonly actor: { readonly tenant: string }
  random(bytes: number): Uint8Array
}

function place(tenant: string, owner: number): string {
  return `${tenant}/${owner}`
}

/** A new holder's row, with a data key of its own. */
export function newHolder(owner: number, now: number, ctx: Sealing): HolderState {
  const { tenant } = ctx.actor
  const wrappedKey = wrapKey(ctx.keys.dataKey(tenant), ctx.random(32), place(tenant, owner), (n) => ctx.random(n))
  return { wrappedKey, since: now, nextVoucher: 0 }
}

/** Personal facts for the journal, readable only while the holder's data key exists. */
export function sealFacts(
  holder: HolderState,
  owner: number,
  facts: Readonly<Record<string, unknown>>,
  ctx: Sealing,
): string {
  const { tenant } = ctx.actor
  const key = unwrapKey(ctx.keys.dataKey(tenant), holder.wrappedKey, place(tenant, owner))
  return sealPersonal(key, facts, place(tenant, owner), (n) => ctx.random(n))
}
