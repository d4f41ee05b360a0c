import { hexToBytes } from '@noble/hashes/utils.js'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { encodeBase64url } from '../../token/base64url.ts'
import { openPersonal } from '../../token/envelope/open-personal.ts'
import { sealPersonal } from '../../token/envelope/seal-personal.ts'
import { unwrapKey } from '../../token/envelope/unwrap-key.ts'
import type { HolderState } from './holder-entity.ts'

interface Opening {
  readonly keys: KeyRing
  readonly actor: { readonly tenant: string }
}

interface Sealing extends Opening {
  random(bytes: number): Uint8Array
}

const SEED_BYTES = 16

/**
 * Personal facts for the journal, and the holder's row with the seed of the data key that reads them, made at first need. One
 * cipher call: a claim can afford it.
 */
export function sealFacts(
  holder: HolderState,
  owner: number,
  facts: Readonly<Record<string, unknown>>,
  ctx: Sealing,
): { readonly holder: HolderState; readonly sealed: string } {
  const keyed = hasDataKey(holder) ? holder : { ...holder, keySeed: encodeBase64url(ctx.random(SEED_BYTES)) }
  const key = dataKeyOf(keyed, owner, ctx) as Uint8Array
  const suite = ctx.keys.suite(ctx.actor.tenant)
  return { holder: keyed, sealed: sealPersonal(suite, key, facts, place(owner, ctx), (bytes) => ctx.random(bytes)) }
}

/**
 * What `sealFacts` sealed. Undefined where the holder's key is no longer there: then nobody can read it.
 * @throws TallyError `envelope_unreadable` where the text was altered, or is somebody else's.
 */
export function openFacts(
  holder: HolderState | undefined,
  owner: number,
  sealed: string,
  ctx: Opening,
): Readonly<Record<string, unknown>> | undefined {
  const key = holder && dataKeyOf(holder, owner, ctx)
  const suite = ctx.keys.suite(ctx.actor.tenant)
  return key && (openPersonal(suite, key, sealed, place(owner, ctx)) as Readonly<Record<string, unknown>>)
}

/** Whether facts of this holder have been sealed before. */
export function hasDataKey({ keySeed, wrappedKey }: HolderState): boolean {
  return keySeed !== undefined || wrappedKey !== undefined
}

/** Nothing but the seed in the row and the tenant's key together give it: without the row it is gone. */
function dataKeyOf({ keySeed, wrappedKey }: HolderState, owner: number, ctx: Opening): Uint8Array | undefined {
  const { tenant } = ctx.actor
  const [suite, tenantKey] = [ctx.keys.suite(tenant), ctx.keys.dataKey(tenant)]
  if (wrappedKey !== undefined) return unwrapKey(suite, tenantKey, wrappedKey, place(owner, ctx))
  if (keySeed === undefined) return undefined
  return hexToBytes(suite.macHex(tenantKey, `tally-holder-key/v1\0${place(owner, ctx)}\0${keySeed}`))
}

function place(owner: number, { actor }: Opening): string {
  return `${actor.tenant}/${owner}`
}
