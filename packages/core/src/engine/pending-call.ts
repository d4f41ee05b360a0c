import type { Actor } from '../kernel/actor.ts'
import type { Allotment } from '../kernel/allotment.ts'
import type { Ref, Touch } from '../kernel/entity.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Refusal } from '../kernel/outcome.ts'
import type { Ports } from '../kernel/ports.ts'
import type { NamedLane } from './placement.ts'

/** Where the stored answer of a call lies and what it must match; see `replies.ts`. */
export interface ReplySlot {
  readonly ref: Ref<StoredReply>
  readonly scope: string
  readonly bodyHash: string
}

export interface StoredReply {
  /** The number it lies beside, where that is not its owner. */
  readonly beside?: number | undefined
  readonly scope: string
  readonly bodyHash: string
  readonly value: unknown
}

/** A call that has passed everything outside the transaction and waits for its lanes. */
export interface PendingCall {
  readonly operation: AnyOperation
  readonly input: unknown
  readonly actor: Actor
  readonly prepared: unknown
  readonly ports: Ports
  readonly touches: readonly Touch[]
  readonly lanes: readonly NamedLane[]
  readonly reply: ReplySlot | undefined
  readonly requestId: string
  /** Runs in the same group right before this one: the refill that brings what this call waits for. */
  readonly first?: PendingCall | undefined
}

export type CallResult =
  | { readonly kind: 'accepted'; readonly value: unknown; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** `now` of the group that asked for another try: preparing must not fall behind the lane's time. */
  | { readonly kind: 'again'; readonly now: number }
  /** A call before it in the group made rows that its `touchesNext` could not know of: the next group sees them. */
  | { readonly kind: 'requeue' }
  | { readonly kind: 'wait'; readonly allotments: readonly Allotment[]; readonly amount: number }
