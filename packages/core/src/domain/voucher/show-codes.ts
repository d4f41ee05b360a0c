import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { mintCodes } from '../../token/code/mint-codes.ts'
import { positionInput } from '../../values/position-schema.ts'
import { cohortRef } from '../batch/batch-entity.ts'
import { deviceRef } from '../device/device-entity.ts'
import { proofInput, proofRefusals, readProof, requireProof } from '../device/require-proof.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { eligibilityRefusals } from '../programme/refuse-by-rules.ts'
import { codesView, viewCodes } from './code-view.ts'
import { noteShown, shownTouches } from './note-shown.ts'
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
  input: z.strictObject({ voucherId, position: positionInput.optional(), proof: proofInput.optional() }),
  output: codesView,
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['voucher_unknown', ...statusRefusals, ...eligibilityRefusals, ...proofRefusals],
  async prepare(input, ports) {
    const address = addressOf(input.voucherId, ports)
    if (!address.ok) return address
    return accepted({ ...address.value, proof: await readProof(input.proof, address.value.owner, ports) })
  },
  touches: (_input, { owner, ordinal }) => [voucherRef(owner, ordinal), holderRef(owner), deviceRef(owner)],
  touchesNext(loaded, _input, { owner, ordinal }, { reference }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return []
    return [cohortRef(voucher.batch, voucher.day, owner), ...shownTouches(owner, voucher, reference)]
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal, proof } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const status = effectiveStatus(voucher, loaded.get(cohortRef(voucher.batch, voucher.day, owner)), ctx)
    const barred = refuseByStatus(voucher, status, 'showCode')
    if (barred) return { kind: 'refuse', refusal: barred }
    const { benefit } = termsOf(voucher, ctx.reference)
    const asked = { owner, benefit, proof, act: 'voucher.codes', subject: input.voucherId }
    const unproved = requireProof(loaded, asked, ctx)
    if (unproved) return { kind: 'refuse', refusal: unproved }
    const presence = provePresence(loaded, ctx.prepared, voucher, input.position, ctx)
    if (!presence.ok) return { kind: 'refuse', refusal: presence }
    const { everySeconds } = benefit.code
    const codes = mintCodes({
      keys: ctx.keys,
      tenant: ctx.actor.tenant,
      form: 'voucher',
      everySeconds,
      subject: { owner, kind: voucherEntity.kind, ordinal, version: voucher.version % 16 },
      now: ctx.now,
    })
    const writes = [...(presence.change.writes ?? []), ...noteShown(loaded, owner, voucher, ctx)]
    return accept(viewCodes(codes, everySeconds, ctx.now, voucher.expiresAt), { ...presence.change, writes })
  },
})
