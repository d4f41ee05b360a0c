import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { Reference } from '../../kernel/ports.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { findBatch } from '../batch/batch-entity.ts'

export type VoucherStatus = 'outstanding' | 'reserved' | 'redeemed' | 'expired' | 'void'

export interface VoucherState {
  readonly batch: number
  readonly programme: string
  /** The programme version whose terms it was claimed under. */
  readonly programmeVersion: number
  readonly benefit: string
  readonly claimedAt: number
  readonly expiresAt: number
  /** Number of the last day of validity: the cohort it is counted in. */
  readonly day: number
  readonly status: VoucherStatus
  /** Set aside for it while it is outstanding. */
  readonly committedMinor: number
  /** Goes up with every redemption and refund; codes and tokens of another version are dead. */
  readonly version: number
  /** Step of the last code that was accepted. */
  readonly usedStep: number
  /** How often it has been redeemed; the number of its newest redemption. */
  readonly redemptions: number
  /** Until when a position that was inside counts, in programmes that ask for presence at redemption. */
  readonly presentUntil: number
  readonly redeemedAt?: number | undefined
  /** A risk rule asked at its claim to hold what it costs: its uses are judged as such. */
  readonly watched?: true | undefined
  /** The region of whose stock it was taken; gone once its place there was given back. */
  readonly region?: string | undefined
  /** While it is held at a till: until when, never past its own end, and the number of its row in the list of holds. */
  readonly hold?: { readonly until: number; readonly n: number } | undefined
  /** By whom besides the holder its share was counted; given back when it is withdrawn. */
  readonly countedFor?: { readonly household?: number | undefined; readonly device?: number | undefined } | undefined
}

/** Kind 2 travels in rotating codes; `n` is the holder's ordinal, 18 bits. */
export const voucherEntity = defineEntity<VoucherState>({ kind: 2, name: 'voucher', version: 1, idPrefix: 'vch' })

export const MAX_VOUCHERS_A_HOLDER = 2 ** 18
/** Use and refund go round at most this often for one voucher. */
export const MAX_REDEMPTIONS = 10

export function voucherRef(owner: number, ordinal: number): Ref<VoucherState> {
  return ref(voucherEntity, owner, ordinal)
}

/** Terms, instant and amounts of one use; what the merchant sees of a voucher. */
export interface RedemptionState {
  readonly voucher: number
  readonly batch: number
  readonly merchantId: string
  readonly terminalId?: string | undefined
  readonly by: string
  readonly byId?: string | undefined
  readonly at: number
  readonly orderNumber: string
  readonly orderAmountMinor: number
  /** What the shop took off itself; absent: nothing. */
  readonly merchantDiscountMinor?: number | undefined
  /** What was exchanged for the voucher. */
  readonly item?: string | undefined
  readonly subsidyMinor: number
  readonly committedMinor: number
  readonly currency: string
  readonly payment?: Readonly<Record<string, unknown>> | undefined
  /** Order money returned so far, and the sponsor's share of it. */
  readonly refundedMinor: number
  readonly refundedSubsidyMinor: number
  readonly programme: string
  readonly programmeVersion: number
  readonly benefit: string
  /** Where its settlement was kept back: what became of that, and the number of the held row. Absent: it was never held. */
  readonly settlement?: { readonly state: 'held' | 'released' | 'disallowed'; readonly n: number } | undefined
}

/** What the customer and the sponsor paid together: as much can be refunded. */
export function paidMinor(redemption: Pick<RedemptionState, 'orderAmountMinor' | 'merchantDiscountMinor'>): number {
  return redemption.orderAmountMinor - (redemption.merchantDiscountMinor ?? 0)
}

/** The customer's part of it, as holder, till and receipt show it. */
export function customerPaysMinor(
  sale: Pick<RedemptionState, 'orderAmountMinor' | 'merchantDiscountMinor' | 'subsidyMinor'>,
): number {
  return paidMinor(sale) - sale.subsidyMinor
}

export const redemptionEntity = defineEntity<RedemptionState>({
  kind: 3,
  name: 'redemption',
  version: 1,
  idPrefix: 'rdm',
})

export const USES_A_VOUCHER = 16

export function redemptionRef(owner: number, ordinal: number, use: number): Ref<RedemptionState> {
  return ref(redemptionEntity, owner, ordinal * USES_A_VOUCHER + use)
}

/**
 * The status as it stands now: the row says what was done to the voucher; time, its cohort and its batch say the rest, so that
 * expiry, the end of a hold and the withdrawal of a whole batch need no write to the row.
 */
export function effectiveStatus(
  voucher: VoucherState,
  cohort: CohortState | undefined,
  { now, reference }: { readonly now: number; readonly reference: Reference },
): VoucherStatus {
  if (voucher.status !== 'outstanding' && voucher.status !== 'reserved') return voucher.status
  if (cohort?.state === 'voided') return 'void'
  if (cohort?.state !== 'expired' && now < voucher.expiresAt && isWithdrawn(voucher, reference)) return 'void'
  if (voucher.hold && now < voucher.hold.until && cohort?.state !== 'expired') return 'reserved'
  return now >= voucher.expiresAt || cohort?.state === 'expired' ? 'expired' : 'outstanding'
}

/** Whether the sponsor has withdrawn the whole batch; at once in the writing process, soon in others, and in a lane when it was swept. */
export function isWithdrawn({ batch }: Pick<VoucherState, 'batch'>, reference: Reference): boolean {
  return findBatch(reference, batch)?.withdrawnAt !== undefined
}
