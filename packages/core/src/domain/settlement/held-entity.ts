import type { Loaded, Ref, Span } from '../../kernel/entity.ts'
import { defineEntity, ref, span } from '../../kernel/entity.ts'
import type { RedemptionState } from '../voucher/voucher-entity.ts'
import { redemptionRef } from '../voucher/voucher-entity.ts'

export type HeldDecision = 'release' | 'disallow'

/** The sponsor's share of one redemption, kept back until two people have decided. Then the row goes. */
export interface HeldState {
  readonly holder: number
  readonly redemption: number
  readonly batch: number
  readonly merchantId: string
  /** Under which the shop or partner knows the redemption. */
  readonly audience: string
  /** What is kept back; refunds lower it. */
  readonly amountMinor: number
  readonly currency: string
  readonly heldAt: number
  /** `policy`, or who held it by hand. */
  readonly heldBy: string
  readonly reason?: string | undefined
  /** The rule that decided, and what was read: for staff and authorities only. */
  readonly rule?: string | undefined
  readonly facts?: Readonly<Record<string, unknown>> | undefined
  readonly proposal?:
    | {
        readonly decision: HeldDecision
        readonly by: string
        /** The secret key behind that person, where there was one. */
        readonly under?: string | undefined
        readonly at: number
        readonly reason: string
      }
    | undefined
}

export const heldEntity = defineEntity<HeldState>({ kind: 74, name: 'heldSettlement', version: 1 })

/** What is held in a lane lies together, in the order of time, so that it can be listed; beside its holder. */
const HELD_OWNER = 2
/** Several may be held in one second. */
const SLOTS = 2 ** 20

/** The number of a row: the second it is made in, and a random slot. */
export function heldNumber(now: number, random: Uint8Array): number {
  const [a = 0, b = 0, c = 0] = random
  return Math.floor(now / 1000) * SLOTS + ((((a << 16) | (b << 8) | c) >>> 0) % SLOTS)
}

export function heldRef(holder: number, n: number): Ref<HeldState> {
  return ref(heldEntity, HELD_OWNER, n, holder)
}

/** What is held in the lane of `beside`, from a number on. */
export function heldIn(beside: number, from: number, limit: number): Span<HeldState> {
  return span(heldEntity, HELD_OWNER, { from, limit, beside })
}

/** The row of what is kept back of a redemption, once the redemption is loaded; none where nothing is. */
export function openHeld(
  loaded: Loaded,
  { owner, n }: { readonly owner: number; readonly n: number },
): Ref<HeldState> | undefined {
  const settlement = loaded.get(redemptionRef(owner, 0, n))?.settlement
  return settlement?.state === 'held' ? heldRef(owner, settlement.n) : undefined
}

/** Partners and shops have ids of their own; who redeemed says which. */
export function audienceOfRedemption({ by, merchantId }: RedemptionState): string {
  return by.startsWith('partner:') ? `partner:${merchantId}` : `merchant:${merchantId}`
}

/** The row for what is left of the sponsor's share of a redemption. */
export function newHeld(
  { owner, n }: { readonly owner: number; readonly n: number },
  redemption: RedemptionState,
  why: Pick<HeldState, 'heldAt' | 'heldBy' | 'reason' | 'rule' | 'facts'>,
): HeldState {
  const { batch, merchantId, currency, subsidyMinor, refundedSubsidyMinor } = redemption
  return {
    holder: owner,
    redemption: n,
    batch,
    merchantId,
    audience: audienceOfRedemption(redemption),
    amountMinor: subsidyMinor - refundedSubsidyMinor,
    currency,
    ...why,
  }
}
