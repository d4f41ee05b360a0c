import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHash } from '../../kernel/keyed-hash.ts'
import { encodeCrockford } from '../../token/crockford.ts'

const STEP_MS = 30_000

function nonceOf(keys: KeyRing, tenant: string, owner: number, step: number): string {
  return encodeCrockford(keyedHash(keys, 'proof-nonce', tenant, `${owner}/${step}`).subarray(0, 16))
}

/**
 * The nonce a holder's device signs now. It is a keyed hash of the half minute, so nothing is stored for it, and nobody
 * outside knows the next ones: proofs cannot be signed ahead and sold (threat T12).
 */
export function proofNonce(keys: KeyRing, tenant: string, owner: number, now: number): string {
  return nonceOf(keys, tenant, owner, Math.floor(now / STEP_MS))
}

/** Until when a nonce handed out now is taken. */
export function nonceEnds(now: number): number {
  return (Math.floor(now / STEP_MS) + 2) * STEP_MS
}

/** Whether a nonce is of this half minute or the one before. */
export function isFreshNonce(keys: KeyRing, tenant: string, owner: number, nonce: string, now: number): boolean {
  const step = Math.floor(now / STEP_MS)
  return nonce === nonceOf(keys, tenant, owner, step) || nonce === nonceOf(keys, tenant, owner, step - 1)
}
