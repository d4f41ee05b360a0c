import type { EntityKind, Loaded, Ref, Write } from './entity.ts'
import { defineEntity, ref, write } from './entity.ts'

/** A limited amount that many lanes take from: a batch's stock, a budget, a daily cap. `slot` tells several of one owner apart. */
export interface Allotment {
  readonly owner: number
  readonly slot: number
  /** What there is before anybody has taken of it, where no operation makes the home row: the first refill does. */
  readonly whole?: number | undefined
}

/** `moves` counts every refill and return, so that a gathering pass can prove that nothing moved behind its back. */
export interface AllotmentHome {
  readonly left: number
  readonly moves: number
  /** What one unit is worth and on which account it lies, so that moving stock between lanes moves its money too. */
  readonly money?: { readonly account: string; readonly unitMinor: number; readonly currency: string } | undefined
}
export interface AllotmentStripe {
  readonly left: number
}

export const allotmentHome: EntityKind<AllotmentHome> = defineEntity({ kind: 7, name: 'allotmentHome', version: 1 })
export const allotmentStripe: EntityKind<AllotmentStripe> = defineEntity({
  kind: 8,
  name: 'allotmentStripe',
  version: 1,
})

export function homeRef(allotment: Allotment): Ref<AllotmentHome> {
  return ref(allotmentHome, allotment.owner, allotment.slot)
}

/** The stripe in the lane of `taker`. */
export function stripeRef(allotment: Allotment, taker: number): Ref<AllotmentStripe> {
  return ref(allotmentStripe, allotment.owner, allotment.slot, taker)
}

/** Takes `amount` from the stripe beside `taker`; undefined when the stripe does not hold that much (then `wait`). */
export function takeFromStripe(loaded: Loaded, allotment: Allotment, taker: number, amount: number): Write | undefined {
  const target = stripeRef(allotment, taker)
  const left = loaded.get(target)?.left ?? 0
  return left < amount ? undefined : write(target, { left: left - amount })
}

/** Puts `amount` back into the stripe beside `taker`, for programmes whose returned stock reopens. */
export function returnToStripe(loaded: Loaded, allotment: Allotment, taker: number, amount: number): Write {
  const target = stripeRef(allotment, taker)
  return write(target, { left: (loaded.get(target)?.left ?? 0) + amount })
}
