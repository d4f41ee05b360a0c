import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { positiveAmountMinor } from '../../values/money-schema.ts'
import { cohortRef, emptyCohort } from '../batch/batch-entity.ts'
import { deviceRef } from '../device/device-entity.ts'
import { proofInput, proofRefusals, readProof, requireProof } from '../device/require-proof.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { addressOf } from '../voucher/own-voucher.ts'
import { refuseByStatus, statusRefusals } from '../voucher/refuse-by-status.ts'
import { effectiveStatus, voucherRef } from '../voucher/voucher-entity.ts'
import { termsOf, voucherId } from '../voucher/voucher-view.ts'
import { holdNumber, holdRef } from './hold-entity.ts'
import { freeVoucher } from './hold-voucher.ts'
import { reservationRef } from './reservation-entity.ts'

/** The till gets at least so long to finish once the customer has agreed. */
const AFTER_CONFIRMATION_MS = 60_000

const shown = {
  voucherId,
  /** As the phone shows them: another shop or amount than the one held for is not confirmed. */
  merchantId: z.string().min(1).max(64),
  orderAmountMinor: positiveAmountMinor,
}

/** The holder agrees to the order that a shop holds the voucher for. From then on the shop can capture it. */
export const confirmReservation = defineOperation({
  name: 'voucher.confirm',
  summary: 'The holder agrees to shop and amount of the order that the voucher is held for.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/confirmation',
  idempotency: 'natural',
  /** The proof’s subject is the voucher’s id, the shop and the amount, with slashes between. */
  input: z.strictObject({ ...shown, proof: proofInput.optional() }),
  output: z.strictObject({ voucherId: z.string(), state: z.literal('confirmed'), until: isoInstant }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['voucher_unknown', 'reservation_unknown', 'confirmation_mismatch', ...statusRefusals, ...proofRefusals],
  async prepare(input, ports) {
    const address = addressOf(input.voucherId, ports)
    if (!address.ok) return address
    const until = ports.now + AFTER_CONFIRMATION_MS
    const proof = await readProof(input.proof, address.value.owner, ports)
    return accepted({ ...address.value, until, holdN: holdNumber(until, ports.random(3)), proof })
  },
  touches: (_input, { owner, ordinal }) => [
    voucherRef(owner, ordinal),
    reservationRef(owner, ordinal),
    deviceRef(owner),
  ],
  touchesNext(loaded, _input, { owner, ordinal, holdN }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    return voucher ? [cohortRef(voucher.batch, voucher.day, owner), holdRef(voucher.batch, owner, holdN)] : []
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal, holdN } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const status = effectiveStatus(voucher, cohort, ctx)
    const reservation = loaded.get(reservationRef(owner, ordinal))
    if (status === 'outstanding') return refuse('reservation_unknown')
    const barred = refuseByStatus(voucher, status, 'capture')
    if (barred) return { kind: 'refuse', refusal: barred }
    if (!voucher.hold || !reservation) return refuse('reservation_unknown')
    const { merchantId, orderAmountMinor } = reservation
    if (merchantId !== input.merchantId || orderAmountMinor !== input.orderAmountMinor)
      return refuse('confirmation_mismatch', { merchantId, orderAmountMinor })
    const subject = `${input.voucherId}/${merchantId}/${orderAmountMinor}`
    const { benefit } = termsOf(voucher, ctx.reference)
    const proving = { owner, benefit, proof: ctx.prepared.proof, act: 'voucher.confirm', subject }
    const unproved = requireProof(loaded, proving, ctx)
    if (unproved) return { kind: 'refuse', refusal: unproved }
    // The row that lists the hold says when it ends: a hold that already lasts long enough keeps it.
    const isLonger = ctx.prepared.until > voucher.hold.until
    const until = isLonger ? Math.min(ctx.prepared.until, voucher.expiresAt) : voucher.hold.until
    const answer = { voucherId: input.voucherId, state: 'confirmed' as const, until: toIso(until) }
    if (reservation.status === 'confirmed') return accept({ ...answer, until: toIso(voucher.hold.until) })
    if (isLonger && loaded.get(holdRef(voucher.batch, owner, holdN))) return again()
    const relisted = isLonger
      ? [
          write(voucherRef(owner, ordinal), { ...voucher, hold: { until, n: holdN } }),
          write(holdRef(voucher.batch, owner, holdN), { holder: owner, ordinal }),
        ]
      : []
    return accept(answer, {
      writes: [write(reservationRef(owner, ordinal), { ...reservation, status: 'confirmed', until }), ...relisted],
      removes: isLonger ? [holdRef(voucher.batch, owner, voucher.hold.n)] : [],
      events: [
        {
          type: 'voucher.confirmed',
          data: { batch: voucher.batch, holder: owner, voucher: ordinal, seq: reservation.seq, merchantId },
        },
      ],
    })
  },
})

/** The holder does not agree: the voucher is free again at once. What was confirmed is the shop's to let go. */
export const declineReservation = defineOperation({
  name: 'voucher.decline',
  summary: 'The holder does not agree to the order that the voucher is held for; it is free again at once.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/refusal',
  idempotency: 'natural',
  input: z.strictObject(shown),
  output: z.strictObject({ voucherId: z.string(), state: z.literal('declined'), at: isoInstant }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['voucher_unknown', 'reservation_unknown', 'confirmation_mismatch', ...statusRefusals],
  prepare: (input, ports) => addressOf(input.voucherId, ports),
  touches: (_input, { owner, ordinal }) => [voucherRef(owner, ordinal), reservationRef(owner, ordinal)],
  touchesNext(loaded, _input, { owner, ordinal }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    return voucher ? [cohortRef(voucher.batch, voucher.day, owner)] : []
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const status = effectiveStatus(voucher, cohort, ctx)
    const reservation = loaded.get(reservationRef(owner, ordinal))
    if (status === 'outstanding' || !reservation) return refuse('reservation_unknown')
    const barred = refuseByStatus(voucher, status, 'release')
    if (barred) return { kind: 'refuse', refusal: barred }
    const { merchantId, orderAmountMinor } = reservation
    if (merchantId !== input.merchantId || orderAmountMinor !== input.orderAmountMinor)
      return refuse('confirmation_mismatch', { merchantId, orderAmountMinor })
    if (reservation.status === 'confirmed') return refuse('voucher_state_wrong', { state: 'confirmed' })
    return accept(
      { voucherId: input.voucherId, state: 'declined' as const, at: toIso(ctx.now) },
      freeVoucher({ owner, ordinal }, voucher, cohort, reservation, 'declined', ctx.now),
    )
  },
})
