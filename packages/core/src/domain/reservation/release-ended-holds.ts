import type { EventDraft } from '../../kernel/decision.ts'
import type { Loaded, Ref, Touch, Write } from '../../kernel/entity.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { cohortEntity } from '../batch/batch-entity.ts'
import { voucherRef } from '../voucher/voucher-entity.ts'
import { endedHolds, holdRef, SWEPT_HOLDS } from './hold-entity.ts'
import { freeVoucher } from './hold-voucher.ts'
import { reservationRef } from './reservation-entity.ts'

interface Sweeping {
  readonly batch: number
  readonly lane: number
  /** When the rows were named; `decide` may run later, over the same rows. */
  readonly at: number
}

/** The vouchers behind holds that have ended. */
export function endedHoldTouches(loaded: Loaded, { batch, lane, at }: Sweeping): Touch[] {
  return loaded
    .all(endedHolds(batch, lane, at))
    .flatMap(({ state: { holder, ordinal } }) => [voucherRef(holder, ordinal), reservationRef(holder, ordinal)])
}

export interface EndedHolds {
  readonly released: number
  /** Whether there may be others left. */
  readonly more: boolean
  readonly writes: readonly Write[]
  readonly removes: readonly Ref<unknown>[]
  readonly events: readonly EventDraft[]
}

/**
 * Books holds that have run out, at most a hundred: their vouchers count as outstanding again. Cohorts in `cohorts` are
 * changed in place and written by the caller, which expires some of them in the same commit.
 */
export function releaseEndedHolds(
  loaded: Loaded,
  sweeping: Sweeping,
  cohorts: Map<number, CohortState>,
  now: number,
): EndedHolds {
  const { batch, lane, at } = sweeping
  const listed = loaded.all(endedHolds(batch, lane, at))
  const writes: Write[] = []
  const removes: Ref<unknown>[] = []
  const events: EventDraft[] = []
  for (const { n, state } of listed) {
    const { holder: owner, ordinal } = state
    const voucher = loaded.get(voucherRef(owner, ordinal))
    const cohort = voucher && cohorts.get(voucher.day)
    removes.push(holdRef(batch, owner, n) as Ref<unknown>)
    if (!voucher?.hold || voucher.hold.n !== n || !cohort) continue
    const reservation = loaded.get(reservationRef(owner, ordinal))
    const freed = freeVoucher({ owner, ordinal }, voucher, cohort, reservation, 'lapsed', now)
    for (const each of freed.writes) {
      if (each.ref.entity.kind === cohortEntity.kind) cohorts.set(voucher.day, each.state as CohortState)
      else writes.push(each)
    }
    events.push(...freed.events)
  }
  return { released: events.length, more: listed.length === SWEPT_HOLDS, writes, removes, events }
}
