import { bytesToHex } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { mintVoucherToken } from '../../token/voucher-token/mint-voucher-token.ts'
import { cohortRef } from '../batch/batch-entity.ts'
import { holderEntity } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { addressOf } from './own-voucher.ts'
import { refuseByStatus, statusRefusals } from './refuse-by-status.ts'
import { effectiveStatus, voucherEntity, voucherRef } from './voucher-entity.ts'
import { voucherId } from './voucher-view.ts'

const TOKEN_SECONDS = 60

export const orderNumber = z.string().min(1).max(64)
export const partnerAudience = z.string().regex(/^partner:[a-z0-9][a-z0-9-]{0,40}$/, 'partner: and the partner’s name')

/** Who signs voucher tokens of a tenant. Partners pin this text together with the key set's address. */
export function issuerOf(tenant: string): string {
  return `urn:tallystick:${tenant}`
}

/** The id of one token: says to the issuer which voucher it stands for, to nobody else. */
export function tokenAudience(audience: string): string {
  return `token:${audience}`
}

/**
 * Mints the token a partner's server verifies at an online checkout: for one partner, one order, sixty seconds.
 * Not checked: whether the partner takes this benefit; that is decided when the token is redeemed.
 */
export const mintToken = defineOperation({
  name: 'voucher.token',
  summary: 'Hands the holder a signed token for one partner and one order, good for sixty seconds.',
  kind: 'read',
  route: 'POST /v1/vouchers/{voucherId}/tokens',
  input: z.strictObject({ voucherId, audience: partnerAudience, orderNumber }),
  output: z.strictObject({ token: z.string(), expiresAt: isoInstant }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['voucher_unknown', ...statusRefusals],
  async prepare(input, ports) {
    const address = addressOf(input.voucherId, ports)
    if (!address.ok) return address
    const { owner, ordinal } = address.value
    const loaded = await ports.read([voucherRef(owner, ordinal)])
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refused('voucher_unknown')
    const { audience } = input
    const jti = `${ports.ids.encode(voucherEntity, { owner, n: ordinal }, tokenAudience(audience))}.${bytesToHex(ports.random(16))}`
    const token = await mintVoucherToken({
      keyRing: ports.keys,
      tenant: ports.actor.tenant,
      issuer: issuerOf(ports.actor.tenant),
      audience,
      subject: ports.ids.encode(holderEntity, { owner, n: 0 }, audience),
      jti,
      version: voucher.version,
      orderNumber: input.orderNumber,
      now: ports.now,
      ttlSeconds: TOKEN_SECONDS,
    })
    const expiresAt = (Math.floor(ports.now / 1000) + TOKEN_SECONDS) * 1000
    return accepted({ owner, ordinal, token, expiresAt, batch: voucher.batch, day: voucher.day })
  },
  touches: (_input, { owner, ordinal, batch, day }) => [voucherRef(owner, ordinal), cohortRef(batch, day, owner)],
  decide(loaded, _input, ctx) {
    const { owner, ordinal, batch, day, token, expiresAt } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const status = effectiveStatus(voucher, loaded.get(cohortRef(batch, day, owner)), ctx)
    const barred = refuseByStatus(voucher, status, 'showCode')
    return barred ? { kind: 'refuse', refusal: barred } : accept({ token, expiresAt: toIso(expiresAt) })
  },
})
