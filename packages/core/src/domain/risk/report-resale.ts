import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { readCode } from '../../token/code/read-code.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { voucherEntity } from '../voucher/voucher-entity.ts'
import { holderRiskRef, newHolderRisk, noteReport } from './holder-risk.ts'
import { newShopRisk, noteShopReport, shopRiskRef } from './shop-counters.ts'

const refusals = ['code_mistyped', 'code_unknown', 'code_wrong_kind', 'merchant_unknown'] as const

/** Who is reported: the holder of a code, or a shop. */
type Reported =
  | { readonly holder: number; readonly merchantId?: undefined }
  | { readonly merchantId: string; readonly holder?: undefined }

/**
 * Notes that a code was seen for sale, or that a shop turns vouchers into money. What was counted is a fact for risk rules
 * (`person.reports.30d`, `merchant.reports.30d`) and stands in the shop's clue file. Staff and the sponsor report; what
 * citizens tell goes through them, so that nobody can talk a competitor into a hold.
 *
 * Not checked: that it is true. A code must be ours and at most five days old.
 */
export const reportResale = defineOperation({
  name: 'risk.report',
  summary: 'Notes that a code was offered for sale or that a shop turns vouchers into money.',
  kind: 'write',
  route: 'POST /v1/risk/reports',
  input: z
    .strictObject({
      /** A voucher's code as it was offered, typed or scanned. */
      code: z.string().min(1).max(64).optional(),
      merchantId: z.string().min(1).max(64).optional(),
      /** Where and by whom it was seen; no names or numbers of people. */
      source: z.string().min(1).max(500),
    })
    .refine(
      ({ code, merchantId }) => (code === undefined) !== (merchantId === undefined),
      'give either code or merchantId',
    ),
  output: z.strictObject({ counted: z.enum(['person', 'shop']), at: isoInstant }),
  permits: ['operator', 'reviewer', 'staff'],
  scope: 'tenant',
  refusals,
  prepare: (input, ports): Outcome<Reported, (typeof refusals)[number]> =>
    input.code === undefined ? shopBehind(input.merchantId ?? '', ports) : holderBehind(input.code, ports),
  touches: (_input, { holder, merchantId }) => [holder === undefined ? shopRiskRef(merchantId) : holderRiskRef(holder)],
  decide(loaded, { source }, ctx) {
    const { holder, merchantId } = ctx.prepared
    const at = Math.floor(ctx.now / 1000)
    const counted =
      holder === undefined
        ? write(shopRiskRef(merchantId), noteShopReport(loaded.get(shopRiskRef(merchantId)) ?? newShopRisk, at))
        : write(holderRiskRef(holder), noteReport(loaded.get(holderRiskRef(holder)) ?? newHolderRisk, at))
    return accept(
      { counted: holder === undefined ? ('shop' as const) : ('person' as const), at: toIso(ctx.now) },
      { writes: [counted], events: [{ type: 'risk.reported', data: { holder, merchantId, source } }] },
    )
  },
})

function shopBehind(merchantId: string, { reference }: Ports): Outcome<Reported, 'merchant_unknown'> {
  if (!reference.find(merchantEntity, merchantId)) return refused('merchant_unknown', { merchantId })
  return accepted({ merchantId })
}

function holderBehind(
  text: string,
  { keys, actor, now }: Ports,
): Outcome<Reported, Exclude<(typeof refusals)[number], 'merchant_unknown'>> {
  const read = readCode({ keys, tenant: actor.tenant, text, now })
  if (!read.ok) return read
  const { form, kind, owner } = read.value
  if (form !== 'voucher' || kind !== voucherEntity.kind)
    return refused('code_wrong_kind', { expected: 'voucher', form })
  return accepted({ holder: owner })
}
