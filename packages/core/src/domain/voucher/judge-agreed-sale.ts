import type { z } from 'zod'
import { again, refuse } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import type { Context } from '../../kernel/ports.ts'
import type { HolderProof } from '../../token/holder-proof/holder-proof.ts'
import type { positionInput } from '../../values/position-schema.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { overDevicelessCap, requireProof } from '../device/require-proof.ts'
import { isIdentifiedAnew } from '../risk/identity-check.ts'
import type { RedemptionCounters } from './judge-redemption.ts'
import { judgeRedemption } from './judge-redemption.ts'
import type { VoucherAddress } from './own-voucher.ts'
import { provePresence } from './prove-presence.ts'
import type { Order } from './redeem-guards.ts'
import { price, scopeOf } from './redeem-guards.ts'
import { refuseByStatus } from './refuse-by-status.ts'
import type { VoucherState } from './voucher-entity.ts'
import { effectiveStatus, MAX_REDEMPTIONS } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

/** A sale that the holder agrees to on their own phone: no code is shown, the shop is the one they scanned. */
export interface AgreedSale extends VoucherAddress {
  readonly voucher: VoucherState
  readonly cohort: CohortState
  readonly merchantId: string
  readonly order: Order
  readonly event: 'redeem' | 'reserve'
  readonly position: z.output<typeof positionInput> | undefined
  /** What a bound device must have signed. */
  readonly act: string
  readonly subject: string
}

type Ctx = Context<{ readonly proof: HolderProof | undefined; readonly counters: RedemptionCounters }>

/**
 * Judges it: state, device, presence, scope, price and risk, in this order. The rows of voucher, holder, device, cohort and
 * counters must have been touched.
 */
export function judgeAgreedSale(loaded: Loaded, sale: AgreedSale, ctx: Ctx) {
  const { owner, ordinal, cohort, merchantId, order, event, position, act, subject } = sale
  const barred = refuseByStatus(sale.voucher, effectiveStatus(sale.voucher, cohort, ctx), event)
  if (barred) return { kind: 'refuse' as const, refusal: barred }
  const terms = termsOf(sale.voucher, ctx.reference)
  const { benefit } = terms
  const unproved = requireProof(loaded, { owner, benefit, proof: ctx.prepared.proof, act, subject }, ctx)
  if (unproved) return { kind: 'refuse' as const, refusal: unproved }
  const presence = provePresence(loaded, { owner, ordinal }, sale.voucher, position, ctx)
  if (!presence.ok) return { kind: 'refuse' as const, refusal: presence }
  const { voucher } = presence
  const scope = scopeOf(voucher, order, ctx, merchantId)
  if (!scope.ok) return { kind: 'refuse' as const, refusal: scope }
  if (voucher.redemptions >= MAX_REDEMPTIONS) return refuse('refund_limit', { limit: MAX_REDEMPTIONS })
  const priced = price(benefit, order)
  if (!priced.ok) return { kind: 'refuse' as const, refusal: priced }
  const { subsidyMinor } = priced
  const capped = overDevicelessCap(loaded, { owner, benefit, subsidyMinor }, ctx.now)
  if (capped) return { kind: 'refuse' as const, refusal: capped }
  const use = { owner, voucher, order, scope, subsidyMinor, isIdentifiedAnew: () => isIdentifiedAnew(ctx), writes: [] }
  const risked = judgeRedemption(loaded, use, ctx)
  if (risked === undefined) return again()
  if (risked.declined) return risked.declined
  return { kind: 'judged' as const, voucher, terms, priced, risked, present: presence.change }
}
