import type { Allotment } from '../../kernel/allotment.ts'
import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, MAX_N, ref, span } from '../../kernel/entity.ts'
import type { Reference } from '../../kernel/ports.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import type { BatchDraw } from './batch-draw.ts'

export type BatchStatus = 'draft' | 'open' | 'paused' | 'closed'

/** A limited number of vouchers of one benefit. Terms come from the programme version in force at claim. */
export interface BatchState {
  readonly owner: number
  readonly programme: string
  readonly benefit: string
  readonly quota: number
  /** The most one voucher can cost; so much is set aside for each. */
  readonly unitMinor: number
  readonly currency: string
  readonly opensAt: number
  readonly closesAt: number
  readonly state: BatchStatus
  readonly openedBy: string
  /** The secret key behind that person, where there was one. */
  readonly openedUnder?: string | undefined
  readonly approvedBy?: string | undefined
  /** When it was closed by hand, before its time. */
  readonly closedAt?: number | undefined
  /** A greater number that one person has asked for; it waits for a second. */
  readonly proposed?: { readonly quota: number; readonly by: string; readonly under?: string | undefined } | undefined
  /** When every voucher of it that was not used was withdrawn. */
  readonly withdrawnAt?: number | undefined
  /** Where vouchers go to those who are drawn; claimed from the draw on. */
  readonly draw?: BatchDraw | undefined
  /** How many are for the people of each region; the rest of the quota is kept back. Without it all are for everybody. */
  readonly regions?: Readonly<Record<string, number>> | undefined
}

/** Batches are reference data: small, read by every claim, named by their owner number. */
export const batchEntity = defineEntity<BatchState>({
  kind: 12,
  name: 'batch',
  version: 4,
  // Version 1 is from before whole batches were withdrawn and their quota changed, version 2 from before any was drawn, version 3 from
  // before regions had parts of their own: none was, and none had.
  upcast: (state) => state as BatchState,
  idPrefix: 'bat',
  nameOf: (state) => String(state.owner),
})

export function findBatch(reference: Reference, owner: number): BatchState | undefined {
  return reference.find(batchEntity, String(owner))
}

export function batchRef({ owner }: { readonly owner: number }): Ref<BatchState> {
  return referenceRef(batchEntity, String(owner))
}

export function stockOf(batch: { readonly owner: number }): Allotment {
  return { owner: batch.owner, slot: 0 }
}

/**
 * What became of the vouchers of one batch that expire on one day and belong to holders of one lane. Expiring and
 * withdrawing write here, not into every voucher.
 */
export interface CohortState {
  readonly issued: number
  /** Held at a till. A hold that has run out counts here until something touches the voucher, or the sweep does. */
  readonly reserved: number
  readonly redeemed: number
  readonly expired: number
  readonly voided: number
  /** Refunds so far; a refund moves a voucher between the other counts, it is none of them. */
  readonly refunded: number
  readonly committedMinor: number
  readonly subsidyMinor: number
  readonly refundedMinor: number
  /** What customers and sponsor paid for redeemed orders, less what was refunded of it. */
  readonly salesMinor: number
  /** Redemptions whose settlement is kept back, and how much of `subsidyMinor` that is. */
  readonly held: number
  readonly heldMinor: number
  /** Redemptions whose subsidy two people disallowed; it is no longer in `subsidyMinor`, nor their sales in `salesMinor`. */
  readonly disallowed: number
  readonly disallowedMinor: number
  /** `expired`, `voided` from the sweep on: what is then still outstanding was counted as that. */
  readonly state: 'live' | 'expired' | 'voided'
}

const noneHeld = { held: 0, heldMinor: 0, disallowed: 0, disallowedMinor: 0 }

/** Version 1 knew no vouchers held at a till, version 2 no batch that was withdrawn, version 3 no settlements kept back. */
export const cohortEntity = defineEntity<CohortState>({
  kind: 9,
  name: 'cohort',
  version: 4,
  upcast: (state) => ({
    reserved: 0,
    ...noneHeld,
    ...(state as Omit<CohortState, 'reserved' | keyof typeof noneHeld>),
  }),
})

export const emptyCohort: CohortState = {
  issued: 0,
  reserved: 0,
  redeemed: 0,
  expired: 0,
  voided: 0,
  refunded: 0,
  committedMinor: 0,
  subsidyMinor: 0,
  refundedMinor: 0,
  salesMinor: 0,
  ...noneHeld,
  state: 'live',
}

/** `day` is the number of the last day of validity; the cohort lies in the lane of `holder`. */
export function cohortRef(batchOwner: number, day: number, holder: number): Ref<CohortState> {
  return ref(cohortEntity, batchOwner, day, holder)
}

/** Every cohort of a batch in the lane of `beside`; a voucher lives at most ten years, so a few thousand days bound it. */
export function cohortsOf(batchOwner: number, beside: number) {
  return span(cohortEntity, batchOwner, { from: 0, to: MAX_N, limit: 5000, beside })
}

export function outstandingOf(cohort: CohortState): number {
  return cohort.issued - cohort.reserved - cohort.redeemed - cohort.expired - cohort.voided
}

export function countIn(
  cohort: CohortState,
  more: Partial<Record<Exclude<keyof CohortState, 'state'>, number>>,
): CohortState {
  const next: Record<string, number | string> = { ...cohort }
  for (const [name, amount] of Object.entries(more)) next[name] = (next[name] as number) + amount
  return next as unknown as CohortState
}
