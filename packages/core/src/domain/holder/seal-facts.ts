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

/** Personal facts for the journal, and the holder's row with the data key that reads them, made at first need. */
export function sealFacts(
  holder: HolderState,
  owner: number,
  facts: Readonly<Record<string, unknown>>,
  ctx: Sealing,
): { readonly holder: HolderState & { readonly wrappedKey: string }; readonly sealed: string } {
  const { tenant } = ctx.actor
  const random = (bytes: number) => ctx.random(bytes)
  const wrappedKey =
    holder.wrappedKey ?? wrapKey(ctx.keys.dataKey(tenant), ctx.random(32), place(tenant, owner), random)
  const key = unwrapKey(ctx.keys.dataKey(tenant), wrappedKey, place(tenant, owner))
  return { holder: { ...holder, wrappedKey }, sealed: sealPersonal(key, facts, place(tenant, owner), random) }
}
