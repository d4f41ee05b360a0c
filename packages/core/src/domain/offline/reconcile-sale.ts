import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import { audienceOf } from '../audience.ts'
import { cohortRef, emptyCohort } from '../batch/batch-entity.ts'
import { counterTouches } from '../facts/counter.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { heldTouches } from '../voucher/book-and-hold.ts'
import { holderTouches } from '../voucher/judge-redemption.ts'
import { scopeOf, scopeRefusals } from '../voucher/redeem-guards.ts'
import { refuseByStatus } from '../voucher/refuse-by-status.ts'
import { shareOrder } from '../voucher/subsidy.ts'
import type { VoucherState } from '../voucher/voucher-entity.ts'
import { effectiveStatus, redemptionEntity, redemptionRef, voucherRef } from '../voucher/voucher-entity.ts'
import { termsOf } from '../voucher/voucher-view.ts'
import { bookLoss, bookUse, usedUp } from './book-offline-sale.ts'
import type { OfflineOption } from './offline-option.ts'
import { notAllowed } from './offline-option.ts'
import { offlineShopRef, tillOn, withTill } from './offline-shop-entity.ts'
import type { OfflineUse } from './offline-uses-entity.ts'
import { OFFLINE_USES_AT_MOST, offlineUsesRef } from './offline-uses-entity.ts'
import type { Handed } from './read-record.ts'
import { RecordInput, readRecord } from './read-record.ts'

const recordRefusals = [
  'offline_not_allowed',
  'offline_record_refused',
  'offline_replayed',
  'offline_late',
  'offline_over_allowance',
] as const

type RecordRefusal = Refusal<(typeof recordRefusals)[number]>

/**
 * Takes in one sale that a till made without a network, verifies all of it again, and books it: as a redemption where the
 * voucher is still good, else as a loss that the sponsor or the shop bears, as the programme declares. A record is booked
 * once, however often it is handed in and in whatever order; a till is never credited more than its allowance.
 *
 * Not checked: that the till's clock was right. A record that is refused is not kept here: it carries its own proofs, so
 * the shop can show it to the sponsor.
 */
export const reconcileSale = defineOperation({
  name: 'offline.reconcile',
  summary: 'A till hands in one sale it made without a network; it is verified again and booked, or a loss is.',
  kind: 'write',
  route: 'POST /v1/offline-sales',
  idempotency: 'natural',
  input: RecordInput,
  output: z.strictObject({
    nonce: z.string(),
    outcome: z.enum(['redeemed', 'lost']),
    orderAmountMinor: z.int(),
    subsidyMinor: z.int(),
    currency: z.string(),
    bookedAt: isoInstant,
    /** For a refund; of what was lost there is none. */
    redemptionId: z.string().optional(),
    because: z.string().optional(),
    borneBy: z.enum(['sponsor', 'merchant']).optional(),
  }),
  permits: ['terminal', 'merchant'],
  scope: 'sameMerchant',
  refusals: ['voucher_unknown', 'voucher_reserved', ...recordRefusals, ...scopeRefusals],
  prepare: readRecord,
  touches: (_input, { owner, ordinal, sale, counters }, { keys, actor, now }) => [
    voucherRef(owner, ordinal),
    offlineUsesRef({ owner, ordinal }),
    offlineShopRef(keys, actor.tenant, sale),
    ...counterTouches(counters.shop, { merchantId: sale.merchantId, now }),
  ],
  touchesNext(loaded, _input, { owner, ordinal, counters }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return []
    const { redemptions } = voucher
    return [
      cohortRef(voucher.batch, voucher.day, owner),
      redemptionRef(owner, ordinal, redemptions),
      ...(redemptions === 0 ? [] : [redemptionRef(owner, ordinal, redemptions - 1)]),
      ...heldTouches(owner, counters.heldN),
      ...holderTouches(counters, owner, voucher),
    ]
  },
  decide(loaded, _input, ctx) {
    const { owner, ordinal, sale } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const uses = loaded.get(offlineUsesRef({ owner, ordinal }))?.uses ?? []
    const known = uses.find((use) => isSameTill(use, sale) && use.nonce === sale.nonce)
    if (known?.orderAmountMinor === sale.orderAmountMinor) return accept(viewUse(known, ctx))
    const { offline } = termsOf(voucher, ctx.reference).benefit.safeguards
    if (!offline) return { kind: 'refuse', refusal: notAllowed() }
    const barred = refuseRecord(voucher, offline, uses, ctx)
    if (barred) return { kind: 'refuse', refusal: barred }
    const till = creditTill(loaded, ctx)
    if (!till.ok) return { kind: 'refuse', refusal: till }
    const scope = scopeOf(voucher, sale, ctx, sale.merchantId)
    if (!scope.ok) return { kind: 'refuse', refusal: scope }
    const cohort = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const gone = refuseByStatus(voucher, effectiveStatus(voucher, cohort, ctx), 'redeem') ?? usedUp(voucher)
    // Held at another till for a moment: it will be used or free again, and the record is asked for once more.
    if (gone?.code === 'voucher_reserved') return refuse('voucher_reserved', gone.detail, { retryable: true })
    const booking = { voucher, cohort, scope, borneBy: offline.lossBorneBy, uses }
    const booked = gone ? bookLoss(loaded, booking, gone.code, ctx) : bookUse(loaded, booking, ctx)
    if (!booked) return again()
    const noted = write(offlineUsesRef({ owner, ordinal }), { uses: [...uses, booked.use] })
    const writes = [...(booked.change.writes ?? []), noted, till.credited]
    return accept(viewUse(booked.use, ctx), { ...booked.change, writes })
  },
})

function isSameTill(a: Pick<OfflineUse, 'merchantId' | 'terminalId'>, b: typeof a): boolean {
  return a.merchantId === b.merchantId && a.terminalId === b.terminalId
}

/** What stands against a record, whatever became of its voucher. */
function refuseRecord(
  voucher: VoucherState,
  { perVoucherMinor }: OfflineOption,
  uses: readonly OfflineUse[],
  { prepared, now, reference }: Context<Handed>,
): RecordRefusal | undefined {
  const { sale, handInBy } = prepared
  if (now >= handInBy) return refused('offline_late', { by: toIso(handInBy) })
  const isReplayed = uses.some((use) => isSameTill(use, sale) && use.version === sale.version)
  if (isReplayed || uses.length >= OFFLINE_USES_AT_MOST) return refused('offline_replayed')
  const shares = shareOrder(termsOf(voucher, reference).benefit.terms, sale)
  if (!shares.ok || shares.subsidyMinor !== sale.subsidyMinor)
    return refused('offline_record_refused', { reason: 'terms' })
  if (sale.subsidyMinor > perVoucherMinor) return refused('offline_record_refused', { reason: 'over_voucher_cap' })
  return undefined
}

/** The till's allowance with this sale counted against it; refused where it was granted none, or not so much. */
function creditTill(
  loaded: Loaded,
  { prepared: { sale }, keys, actor }: Context<Handed>,
): { readonly ok: true; readonly credited: Write } | RecordRefusal {
  const row = offlineShopRef(keys, actor.tenant, sale)
  const state = loaded.get(row)
  const till = tillOn(state, sale.day, sale.terminalId)
  if (!state || !till) return notAllowed()
  const creditedMinor = till.creditedMinor + sale.subsidyMinor
  if (creditedMinor > till.capMinor)
    return refused('offline_over_allowance', { leftMinor: till.capMinor - till.creditedMinor })
  return { ok: true, credited: write(row, withTill(state, sale.day, { ...till, creditedMinor })) }
}

function viewUse(use: OfflineUse, ctx: Context<Handed>) {
  const { nonce, outcome, orderAmountMinor, subsidyMinor, currency, bookedAt, redemption, because, borneBy } = use
  const id = (n: number) => ctx.ids.encode(redemptionEntity, { owner: ctx.prepared.owner, n }, audienceOf(ctx.actor))
  return {
    ...{ nonce, outcome, orderAmountMinor, subsidyMinor, currency, bookedAt: toIso(bookedAt) },
    ...(redemption === undefined ? {} : { redemptionId: id(redemption) }),
    ...(because === undefined ? {} : { because }),
    ...(borneBy === undefined ? {} : { borneBy }),
  }
}
