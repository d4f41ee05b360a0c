import { z } from 'zod'
import type { Loaded } from '../../kernel/entity.ts'
import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import type { HolderProof } from '../../token/holder-proof/holder-proof.ts'
import { verifyHolderProof } from '../../token/holder-proof/verify-holder-proof.ts'
import type { VoucherBenefit } from '../programme/document-schema.ts'
import { deviceNow, deviceRef } from './device-entity.ts'
import { isFreshNonce, proofNonce } from './proof-nonce.ts'

/** Made by the device over the nonce of `device.get` or of the refusal `proof_needed`. */
export const proofInput = z.string().min(1).max(2048)

export const proofRefusals = ['device_needed', 'proof_needed'] as const

/** Outside the transaction: whether the person's bound device signed this. Undefined when there is no proof, or a false one. */
export async function readProof(
  proof: string | undefined,
  owner: number,
  ports: Ports,
): Promise<HolderProof | undefined> {
  if (proof === undefined) return undefined
  const state = (await ports.read([deviceRef(owner)])).get(deviceRef(owner))
  const device = deviceNow(state, ports.now)
  const verified = device && (await verifyHolderProof(proof, device.bound.jwk))
  return verified?.ok ? verified.value : undefined
}

/**
 * Refuses a holder's call that the programme wants the bound device for. The refusal carries the nonce to sign, so that a
 * page signs and calls again. The device's row must have been touched.
 */
export function requireProof(
  loaded: Loaded,
  asked: {
    readonly owner: number
    readonly benefit: VoucherBenefit
    readonly proof: HolderProof | undefined
    readonly act: string
    readonly subject: string
  },
  { keys, actor, now }: Context<unknown>,
): Refusal<(typeof proofRefusals)[number]> | undefined {
  const { owner, benefit, proof, act, subject } = asked
  const policy = benefit.safeguards.device
  if (policy === 'none') return undefined
  const device = deviceNow(loaded.get(deviceRef(owner)), now)
  if (!device) return policy === 'required' ? refused('device_needed', {}, { needs: ['device'] }) : undefined
  const holds =
    proof !== undefined &&
    proof.kid === device.bound.kid &&
    proof.act === act &&
    proof.subject === subject &&
    isFreshNonce(keys, actor.tenant, owner, proof.nonce, now)
  if (holds) return undefined
  return refused(
    'proof_needed',
    { nonce: proofNonce(keys, actor.tenant, owner, now), act, subject },
    { needs: ['proof'], retryable: true },
  )
}

/**
 * The most that a sale may cost the sponsor for this person as they stand: `undefined` with a bound device, and where the
 * programme sets no such cap. Only where it may set one must the device's row have been touched.
 */
export function devicelessCapMinor(
  loaded: Loaded,
  { owner, benefit }: { readonly owner: number; readonly benefit: Pick<VoucherBenefit, 'safeguards'> },
  now: number,
): number | undefined {
  const { device, withoutDeviceUpToMinor } = benefit.safeguards
  if (device === 'none' || withoutDeviceUpToMinor === undefined) return undefined
  return deviceNow(loaded.get(deviceRef(owner)), now) ? undefined : withoutDeviceUpToMinor
}

/** Without a bound device a sale is worth at most so much; the counter can do more. The device's row must have been touched. */
export function overDevicelessCap(
  loaded: Loaded,
  {
    owner,
    benefit,
    subsidyMinor,
  }: { readonly owner: number; readonly benefit: VoucherBenefit; readonly subsidyMinor: number },
  now: number,
): Refusal<'device_needed'> | undefined {
  const upToMinor = devicelessCapMinor(loaded, { owner, benefit }, now)
  if (upToMinor === undefined || subsidyMinor <= upToMinor) return undefined
  return refused('device_needed', { upToMinor }, { needs: ['device'] })
}
