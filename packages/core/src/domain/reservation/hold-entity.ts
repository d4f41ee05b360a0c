import type { Ref, Span } from '../../kernel/entity.ts'
import { defineEntity, ref, span } from '../../kernel/entity.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { countIn } from '../batch/batch-entity.ts'
import type { VoucherState } from '../voucher/voucher-entity.ts'

/**
 * One voucher that is held at a till, listed by when that ends, so that the sweep finds those that have run out. The list
 * of a batch lies in the lane of the holder: holding locks no second lane.
 */
export interface HoldState {
  readonly holder: number
  readonly ordinal: number
}

export const holdEntity = defineEntity<HoldState>({ kind: 44, name: 'hold', version: 1 })

/** Several holds may end in one second. */
const SLOTS = 2 ** 20

/** The number of a hold's row: the second it ends in, and a random slot. */
export function holdNumber(until: number, random: Uint8Array): number {
  const [a = 0, b = 0, c = 0] = random
  return Math.ceil(until / 1000) * SLOTS + ((((a << 16) | (b << 8) | c) >>> 0) % SLOTS)
}

export function holdRef(batch: number, holder: number, n: number): Ref<HoldState> {
  return ref(holdEntity, batch, n, holder)
}

export const SWEPT_HOLDS = 100

/** Holds of a batch in one lane that have ended by `now`. */
export function endedHolds(batch: number, lane: number, now: number): Span<HoldState> {
  return span(holdEntity, batch, { to: (Math.floor(now / 1000) + 1) * SLOTS, limit: SWEPT_HOLDS, beside: lane })
}

/** The cohort when a voucher leaves its hold, running or run out, and the row that listed it; nothing for one that is free. */
export function takeFromHold(
  owner: number,
  voucher: VoucherState,
  cohort: CohortState,
): { readonly cohort: CohortState; readonly removes: readonly Ref<unknown>[] } {
  if (!voucher.hold) return { cohort, removes: [] }
  return {
    // The sweep that booked the expiry, or the withdrawal, has counted it as that.
    cohort: cohort.state === 'live' ? countIn(cohort, { reserved: -1 }) : cohort,
    removes: [holdRef(voucher.batch, owner, voucher.hold.n) as Ref<unknown>],
  }
}
