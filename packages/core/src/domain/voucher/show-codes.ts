import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { mintCodes } from '../../token/code/mint-codes.ts'
import { positionInput } from '../../values/position-schema.ts'
import { cohortRef } from '../batch/batch-entity.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { eligibilityRefusals } from '../programme/refuse-by-rules.ts'
import { codesView, viewCodes } from './code-view.ts'
import { addressOf } from './own-voucher.ts'
import { provePresence } from './prove-presence.ts'
import { refuseByStatus, statusRefusals } from './refuse-by-status.ts'
import { effectiveStatus, voucherEntity, voucherRef } from './voucher-entity.ts'
import { termsOf, voucherId } from './voucher-view.ts'

/**
 * Hands out the code to show now and the next three. Where the programme asks for presence at redemption, the position
 * given here must satisfy its rules, and counts for 90 seconds.
 */
export const showCodes = defineOperation({
  name: 'voucher.codes',
  summary: 'Hands the holder the rotating code to show now and the next three.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/codes',
  idempotency: 'natural',
  input: z.strictObject({ voucherId, position: positionInput.optional() }),
  output: codesView,
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['voucher_unknown', ...statusRefusals, ...eligibilityRefusals],
  prepare: (input, ports) => addressOf(input.voucherId, ports),
  touches: (_input, { owner, ordinal }) => [voucherRef(owner, ordinal), holderRef(owner)],
  touchesNext(loaded, _input, { owner, ordinal }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    return voucher ? [cohortRef(voucher.batch, voucher.day, owner)] : []
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const status = effectiveStatus(voucher, loaded.get(cohortRef(voucher.batch, voucher.day, owner)), ctx.now)
    const barred = refuseByStatus(voucher, status, 'showCode')
    if (barred) return { kind: 'refuse', refusal: barred }
    const presence = provePresence(loaded, ctx.prepared, voucher, input.position, ctx)
    if (!presence.ok) return { kind: 'refuse', refusal: presence }
    const { everySeconds } = termsOf(voucher, ctx.reference).benefit.code
    const codes = mintCodes({
      keys: ctx.keys,
      tenant: ctx.actor.tenant,
      form: 'voucher',
      everySeconds,
      subject: { owner, kind: voucherEntity.kind, ordinal, version: voucher.version % 16 },
      now: ctx.now,
    })
    return accept(viewCodes(codes, everySeconds, ctx.now, voucher.expiresAt), presence.change)
  },
})
