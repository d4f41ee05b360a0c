import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Reference } from '../../kernel/ports.ts'
import { cohortRef } from '../batch/batch-entity.ts'
import { deviceRef } from '../device/device-entity.ts'
import { holderRef, ownerOf } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import type { ReservationState } from '../reservation/reservation-entity.ts'
import { reservationRef } from '../reservation/reservation-entity.ts'
import { newestVouchers } from './newest-rows.ts'
import { addressOf } from './own-voucher.ts'
import type { VoucherStatus } from './voucher-entity.ts'
import { customerPaysMinor, effectiveStatus, voucherRef } from './voucher-entity.ts'
import { viewVoucher, voucherId, voucherView } from './voucher-view.ts'

/** The order that a shop holds the voucher for: what the holder is shown, and confirms or declines. */
const holdView = z.strictObject({
  merchantId: z.string(),
  shop: z.string().optional(),
  orderAmountMinor: z.int(),
  subsidyMinor: z.int(),
  customerPaysMinor: z.int(),
  until: isoInstant,
  state: z.enum(['held', 'confirmed']),
  needsConfirmation: z.boolean(),
})

function viewHold(
  status: VoucherStatus,
  reservation: ReservationState | undefined,
  reference: Reference,
): { hold: z.output<typeof holdView> } | undefined {
  if (status !== 'reserved' || !reservation) return undefined
  const { merchantId, orderAmountMinor, subsidyMinor, until, needsConfirmation } = reservation
  const shop = reference.find(merchantEntity, merchantId)?.title
  return {
    hold: {
      merchantId,
      ...(shop === undefined ? {} : { shop }),
      orderAmountMinor,
      subsidyMinor,
      customerPaysMinor: customerPaysMinor(reservation),
      until: toIso(until),
      state: reservation.status === 'confirmed' ? 'confirmed' : 'held',
      needsConfirmation,
    },
  }
}

/** One voucher as it stands now; while a shop holds it, with the order it is held for. */
export const getVoucher = defineOperation({
  name: 'voucher.get',
  summary: 'Shows the holder one voucher as it stands now, and the order a shop holds it for.',
  kind: 'read',
  route: 'GET /v1/vouchers/{voucherId}',
  input: z.strictObject({ voucherId }),
  output: z.strictObject({ ...voucherView.shape, hold: holdView.optional() }),
  permits: ['holder', 'operator'],
  scope: 'ownRights',
  refusals: ['voucher_unknown'],
  prepare: (input, ports) => addressOf(input.voucherId, ports),
  touches: (_input, { owner, ordinal }) => [
    voucherRef(owner, ordinal),
    reservationRef(owner, ordinal),
    deviceRef(owner),
  ],
  touchesNext(loaded, _input, { owner, ordinal }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    return voucher ? [cohortRef(voucher.batch, voucher.day, owner)] : []
  },
  decide(loaded, _input, ctx) {
    const { owner, ordinal } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner))
    const status = effectiveStatus(voucher, cohort, ctx)
    return accept({
      ...viewVoucher(owner, ordinal, voucher, status, loaded, ctx),
      ...viewHold(status, loaded.get(reservationRef(owner, ordinal)), ctx.reference),
    })
  },
})

const PAGE = 200

/** The holder's vouchers, newest first; at most two hundred. */
export const listVouchers = defineOperation({
  name: 'voucher.list',
  summary: 'Lists the holder’s own vouchers, newest claims first.',
  kind: 'read',
  route: 'GET /v1/vouchers',
  input: z.strictObject({}),
  output: z.strictObject({ vouchers: z.array(voucherView), serverNow: isoInstant }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [],
  touches: (_input, _prepared, { actor }) => [holderRef(ownerOf(actor)), deviceRef(ownerOf(actor))],
  touchesNext: (loaded, _input, _prepared, { actor }) => [newestVouchers(loaded, ownerOf(actor), PAGE)],
  decide(loaded, _input, ctx) {
    const owner = ownerOf(ctx.actor)
    const rows = loaded.all(newestVouchers(loaded, owner, PAGE))
    return accept({
      vouchers: rows
        .map(({ n, state }) => viewVoucher(owner, n, state, effectiveStatus(state, undefined, ctx), loaded, ctx))
        .reverse(),
      serverNow: toIso(ctx.now),
    })
  },
})
