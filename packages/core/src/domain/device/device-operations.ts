import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { decodeBase64url } from '../../token/base64url.ts'
import { deviceThumbprint } from '../../token/holder-proof/device-thumbprint.ts'
import type { HolderProof } from '../../token/holder-proof/holder-proof.ts'
import { verifyHolderProof } from '../../token/holder-proof/verify-holder-proof.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import type { BoundKey, DeviceState } from './device-entity.ts'
import { deviceNow, deviceRef, REBIND_DELAY_MS, REBINDS_A_YEAR, YEAR_MS } from './device-entity.ts'
import { isFreshNonce, nonceEnds, proofNonce } from './proof-nonce.ts'
import { proofInput, readProof } from './require-proof.ts'

const coordinate = z.string().refine((text) => decodeBase64url(text)?.length === 32, '32 bytes in base64url')
const deviceJwk = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate })

const keyView = z.strictObject({ kid: z.string(), since: isoInstant })

function viewKey({ kid, since }: BoundKey): z.output<typeof keyView> {
  return { kid, since: toIso(since) }
}

/** Which device is bound, whether another is waiting to be, and the nonce to sign now. */
export const getDevice = defineOperation({
  name: 'device.get',
  summary: 'Shows the holder which device is bound, whether another waits to be, and the nonce to sign now.',
  kind: 'read',
  route: 'GET /v1/device',
  input: z.strictObject({}),
  output: z.strictObject({
    bound: keyView.optional(),
    pending: keyView.optional(),
    nonce: z.string(),
    nonceExpiresAt: isoInstant,
    serverNow: isoInstant,
  }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [],
  touches: (_input, _prepared, { actor }) => [deviceRef(ownerOf(actor))],
  decide(loaded, _input, ctx) {
    const owner = ownerOf(ctx.actor)
    const device = deviceNow(loaded.get(deviceRef(owner)), ctx.now)
    return accept({
      ...(device ? { bound: viewKey(device.bound) } : {}),
      ...(device?.pending ? { pending: viewKey(device.pending) } : {}),
      nonce: proofNonce(ctx.keys, ctx.actor.tenant, owner, ctx.now),
      nonceExpiresAt: toIso(nonceEnds(ctx.now)),
      serverNow: toIso(ctx.now),
    })
  },
})

const BindInput = z.strictObject({ publicJwk: deviceJwk, proof: proofInput })

async function prepareBinding(
  input: z.output<typeof BindInput>,
  ports: Ports,
): Promise<Outcome<HolderProof, 'proof_refused'>> {
  const verified = await verifyHolderProof(input.proof, input.publicJwk)
  if (!verified.ok) return refused('proof_refused', { reason: verified.code })
  const { nonce, act, subject, kid } = verified.value
  if (act !== 'device.bind' || subject !== kid) return refused('proof_refused', { reason: 'token_malformed' })
  const fresh = isFreshNonce(ports.keys, ports.actor.tenant, ownerOf(ports.actor), nonce, ports.now)
  return fresh ? accepted(verified.value) : refused('proof_refused', { reason: 'nonce_stale' }, { retryable: true })
}

/**
 * Binds the key of the holder's device. The first is bound at once. Another waits 24 hours, in which the first can stop it
 * (`device.cancel`); three changes a year. Each is an event, so that the host can tell the person.
 *
 * Not checked: that the key cannot be taken out of the device; make it non-extractable.
 */
export const bindDevice = defineOperation({
  name: 'device.bind',
  summary: 'Binds the key of the holder’s device: the first at once, another after 24 hours, three changes a year.',
  kind: 'write',
  route: 'POST /v1/device',
  idempotency: 'natural',
  input: BindInput,
  output: z.strictObject({ state: z.enum(['bound', 'pending']), kid: z.string(), since: isoInstant }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['proof_refused', 'device_limit', 'device_pending'],
  prepare: prepareBinding,
  touches: (_input, _prepared, { actor }) => [deviceRef(ownerOf(actor))],
  decide(loaded, { publicJwk }, ctx) {
    const owner = ownerOf(ctx.actor)
    const device = deviceNow(loaded.get(deviceRef(owner)), ctx.now)
    const kid = deviceThumbprint(publicJwk)
    if (!device) {
      const bound: BoundKey = { jwk: publicJwk, kid, since: ctx.now }
      return accept(
        { state: 'bound' as const, kid, since: toIso(ctx.now) },
        {
          writes: [write(deviceRef(owner), { bound, changes: [] })],
          events: [{ type: 'device.bound', data: { holder: owner, kid } }],
        },
      )
    }
    if (device.bound.kid === kid) return accept({ state: 'bound' as const, kid, since: toIso(device.bound.since) })
    if (device.pending?.kid === kid)
      return accept({ state: 'pending' as const, kid, since: toIso(device.pending.since) })
    if (device.pending) return refuse('device_pending', { time: toIso(device.pending.since) })
    const changes = device.changes.filter((at) => ctx.now < at + YEAR_MS)
    if (changes.length >= REBINDS_A_YEAR) return refuse('device_limit', { limit: REBINDS_A_YEAR })
    const pending: BoundKey = { jwk: publicJwk, kid, since: ctx.now + REBIND_DELAY_MS }
    const next: DeviceState = { bound: device.bound, pending, changes: [...changes, ctx.now] }
    return accept(
      { state: 'pending' as const, kid, since: toIso(pending.since) },
      {
        writes: [write(deviceRef(owner), next)],
        events: [{ type: 'device.rebinding', data: { holder: owner, kid, from: pending.since } }],
      },
    )
  },
})

/** Stops another device from being bound: only the bound device can, so that a stolen session alone cannot. */
export const cancelRebinding = defineOperation({
  name: 'device.cancel',
  summary: 'The bound device stops another one from taking its place.',
  kind: 'write',
  route: 'POST /v1/device/cancellation',
  idempotency: 'natural',
  input: z.strictObject({ proof: proofInput }),
  output: z.strictObject({ kid: z.string(), since: isoInstant }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['proof_refused', 'device_needed'],
  prepare: async (input, ports) => accepted(await readProof(input.proof, ownerOf(ports.actor), ports)),
  touches: (_input, _prepared, { actor }) => [deviceRef(ownerOf(actor))],
  decide(loaded, _input, ctx) {
    const owner = ownerOf(ctx.actor)
    const device = deviceNow(loaded.get(deviceRef(owner)), ctx.now)
    if (!device) return refuse('device_needed', {}, { needs: ['device'] })
    const { prepared: proof } = ctx
    const isOurs =
      proof?.kid === device.bound.kid && proof.act === 'device.cancel' && proof.subject === device.bound.kid
    if (!proof || !isOurs) return refuse('proof_refused', { reason: 'token_key_unknown' })
    if (!isFreshNonce(ctx.keys, ctx.actor.tenant, owner, proof.nonce, ctx.now))
      return refuse('proof_refused', { reason: 'nonce_stale' }, { retryable: true })
    const { kid, since } = device.bound
    if (!device.pending) return accept({ kid, since: toIso(since) })
    return accept(
      { kid, since: toIso(since) },
      {
        // What was stopped does not count, else a thief could use the year's changes up.
        writes: [write(deviceRef(owner), { bound: device.bound, changes: device.changes.slice(0, -1) })],
        events: [{ type: 'device.rebindingStopped', data: { holder: owner, kid: device.pending.kid } }],
      },
    )
  },
})
