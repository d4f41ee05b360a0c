import type { Actor } from '../../kernel/actor.ts'
import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import { TallyError } from '../../kernel/error.ts'

/** A natural person, without a name: found through the identity directory only. */
export interface HolderState {
  /**
   * What the holder's data key is derived from together with the tenant's, once there is a fact to seal; destroying it erases every
   * sealed fact.
   */
  readonly keySeed?: string | undefined
  /** The same of holders from before keys were derived: the data key itself, wrapped by the tenant's. */
  readonly wrappedKey?: string | undefined
  readonly since: number
  /** The ordinal of the next voucher; ordinals travel in codes, 18 bits. */
  readonly nextVoucher: number
}

export const holderEntity = defineEntity<HolderState>({ kind: 1, name: 'holder', version: 1, idPrefix: 'hld' })

/** A person who has nothing yet. */
export function newHolder(now: number): HolderState {
  return { since: now, nextVoucher: 0 }
}

export function holderRef(owner: number): Ref<HolderState> {
  return ref(holderEntity, owner)
}

/**
 * The owner behind a holder's session.
 * @throws TallyError `actor_owner_missing` when the engine let an actor without one through.
 */
export function ownerOf(actor: Actor): number {
  if (actor.owner === undefined) throw new TallyError('actor_owner_missing', 'The actor has no owner number.')
  return actor.owner
}
