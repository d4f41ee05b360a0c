import { z } from 'zod'
import type { Posting } from '../../kernel/decision.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { positiveAmountMinor } from '../../values/money-schema.ts'
import { cohortRef, countIn, emptyCohort } from '../batch/batch-entity.ts'
import { committedAccount, returnedAccount } from '../batch/fund-batch.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { countQuickRefund, quickRefundRows, quickRefundTouches } from '../risk/count-quick-refund.ts'
import { openHeld } from '../settlement/held-entity.ts'
import { lowerHeld } from '../settlement/lower-held.ts'
import { owedAccount } from '../settlement/owed-account.ts'
import { countersInForce } from './judge-redemption.ts'
import { redemptionId } from './receipt-view.ts'
import { redemptionBehind, voucherOfRedemption } from './redemption-address.ts'
import { type RefundShares, refundShares } from './refund-shares.ts'
import type { RedemptionState, VoucherState, VoucherStatus } from './voucher-entity.ts'
import { isWithdrawn, paidMinor, redemptionRef, voucherRef } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

/**
 * Takes a redemption back, wholly or in part, by the policy the voucher was claimed under:
 * `revive`: a full refund of a voucher that has not expired makes it usable again until its original end; expired, the
 * sponsor gets its share; a partial refund is shared pro rata and the voucher stays used. `staysUsed` and `proRata`: the
 * sponsor gets its share and the voucher stays used. Money goes back where it came from, nowhere else.
 */
export const refundVoucher = defineOperation({
  name: 'voucher.refund',
  summary: 'Takes a redemption back, wholly or in part; the programme’s policy says whether the voucher revives.',
  kind: 'write',
  route: 'POST /v1/redemptions/{redemptionId}/refunds',
  input: z.strictObject({
    redemptionId,
    /** Order money returned to the customer and the sponsor together; all that is left when omitted. */
    amountMinor: positiveAmountMinor.optional(),
    reason: z.string().min(1).max(500),
  }),
  output: z.strictObject({
    redemptionId: z.string(),
    toCustomerMinor: z.int(),
    toSponsorMinor: z.int(),
    refundedMinor: z.int(),
    voucherState: z.enum(['outstanding', 'reserved', 'redeemed', 'expired', 'void']),
    currency: z.string(),
    at: isoInstant,
  }),
  permits: ['terminal', 'merchant', 'partner', 'operator'],
  scope: 'sameMerchant',
  refusals: ['redemption_unknown', 'already_refunded', 'refund_exceeds', 'refund_by_redeemer', 'settlement_disallowed'],
  prepare(input, ports) {
    const behind = redemptionBehind(input.redemptionId, ports)
    return behind.ok ? accepted({ ...behind.value, rows: quickRefundRows(countersInForce(ports)) }) : behind
  },
  touches: (_input, { owner, n, merchantId, rows }) => [
    redemptionRef(owner, 0, n),
    voucherRef(owner, voucherOfRedemption(n)),
    ...quickRefundTouches(rows, owner, merchantId),
  ],
  touchesNext(loaded, _input, { owner, n }) {
    const voucher = loaded.get(voucherRef(owner, voucherOfRedemption(n)))
    const held = openHeld(loaded, { owner, n })
    return voucher ? [cohortRef(voucher.batch, voucher.day, owner), ...(held ? [held] : [])] : []
  },
  decide(loaded, input, ctx) {
    const { owner, n, merchantId, rows } = ctx.prepared
    const redemption = loaded.get(redemptionRef(owner, 0, n))
    const ordinal = voucherOfRedemption(n)
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!redemption || !voucher || (merchantId !== undefined && redemption.merchantId !== merchantId)) {
      return refuse('redemption_unknown')
    }
    // Maker ≠ checker wherever the host tells people apart; a till without a named cashier has only its shop to answer for it.
    if (redemption.byId !== undefined && redemption.byId === ctx.actor.id) return refuse('refund_by_redeemer')
    // The sponsor has its share back, and the sale no longer counts: what the customer is due is between them and the shop.
    if (redemption.settlement?.state === 'disallowed') return refuse('settlement_disallowed')
    const leftMinor = paidMinor(redemption) - redemption.refundedMinor
    if (leftMinor === 0) return refuse('already_refunded')
    const amountMinor = input.amountMinor ?? leftMinor
    if (amountMinor > leftMinor) return refuse('refund_exceeds', { leftMinor })

    const shares = refundShares(
      { paidMinor: paidMinor(redemption), subsidyMinor: redemption.subsidyMinor },
      redemption.refundedMinor,
      amountMinor,
    )
    const outcome = afterRefund(
      voucher,
      redemption,
      amountMinor,
      ctx.now,
      termsOf(voucher, ctx.reference).benefit.refund.policy,
      isWithdrawn(voucher, ctx.reference),
    )
    const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const held = lowerHeld(loaded, { owner, n }, redemption, shares.toSponsorMinor)
    const counts = { ...countRefund(outcome, redemption, shares, cohort.state === 'expired'), ...held.counts }
    return accept(
      {
        redemptionId: input.redemptionId,
        ...shares,
        refundedMinor: redemption.refundedMinor + amountMinor,
        voucherState: outcome,
        currency: redemption.currency,
        at: toIso(ctx.now),
      },
      {
        writes: [
          write(redemptionRef(owner, 0, n), {
            ...held.redemption,
            refundedMinor: redemption.refundedMinor + amountMinor,
            refundedSubsidyMinor: redemption.refundedSubsidyMinor + shares.toSponsorMinor,
          }),
          write(voucherRef(owner, ordinal), { ...voucher, status: outcome, version: voucher.version + 1 }),
          write(cohortRef(voucher.batch, voucher.day, owner), countIn(cohort, counts)),
          ...held.writes,
          ...countQuickRefund(loaded, rows, { owner, merchantId, usedAt: redemption.at }, ctx.now),
        ],
        removes: held.removes,
        events: [
          {
            type: 'voucher.refunded',
            data: {
              batch: voucher.batch,
              holder: owner,
              voucher: ordinal,
              redemption: n,
              merchantId: redemption.merchantId,
              amountMinor,
              ...shares,
              outcome,
              reason: input.reason,
            },
          },
        ],
        postings: refundPostings(redemption, shares.toSponsorMinor, outcome),
      },
    )
  },
})

/** What the voucher is after the refund. Only a full refund in one piece of a voucher in time, whose batch still stands, revives it. */
function afterRefund(
  voucher: VoucherState,
  redemption: RedemptionState,
  amountMinor: number,
  now: number,
  policy: 'revive' | 'staysUsed' | 'proRata',
  withdrawn: boolean,
): VoucherStatus {
  if (policy !== 'revive' || amountMinor < paidMinor(redemption) || voucher.status !== 'redeemed') return voucher.status
  if (withdrawn) return voucher.status
  return now < voucher.expiresAt ? 'outstanding' : 'expired'
}

function countRefund(outcome: VoucherStatus, redemption: RedemptionState, shares: RefundShares, swept: boolean) {
  const { toSponsorMinor, toCustomerMinor } = shares
  // Sales and subsidy both net of what was taken back, so that their ratio stays true.
  const money = {
    refunded: 1,
    refundedMinor: toSponsorMinor,
    subsidyMinor: -toSponsorMinor,
    salesMinor: -(toSponsorMinor + toCustomerMinor),
  }
  if (outcome === 'outstanding') return { ...money, redeemed: -1, committedMinor: redemption.committedMinor }
  // An expired voucher that the sweep has passed is counted here; before the sweep, the sweep will count it.
  if (outcome === 'expired') return { ...money, redeemed: -1, expired: swept ? 1 : 0 }
  return money
}

function refundPostings(redemption: RedemptionState, toSponsorMinor: number, outcome: VoucherStatus): Posting[] {
  const { currency, committedMinor, subsidyMinor } = redemption
  const batch = { owner: redemption.batch }
  const payable = { account: owedAccount(redemption), amountMinor: -toSponsorMinor, currency }
  if (outcome !== 'outstanding')
    return [payable, { account: returnedAccount(batch), amountMinor: toSponsorMinor, currency }]
  return [
    payable,
    { account: committedAccount(batch), amountMinor: committedMinor, currency },
    { account: returnedAccount(batch), amountMinor: subsidyMinor - committedMinor, currency },
  ]
}
