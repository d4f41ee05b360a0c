import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { type CompactRefusal, verifyCompact } from '../jws/verify-compact.ts'
import { deviceKeys } from './device-keys.ts'
import { deviceThumbprint } from './device-thumbprint.ts'
import { type DeviceJwk, HOLDER_PROOF_TYPE, type HolderProof } from './holder-proof.ts'

/**
 * Verifies that the key of this device signed a proof. The key is the one that was bound, never one that the proof names.
 *
 * Not checked: whether the nonce is fresh, and whether act and subject are those of the call.
 *
 * @param proof compact JWS, `tally-proof+jwt`, ES256 with the lower s.
 * @returns refusals: those of every token; `token_key_unknown` when another key signed.
 */
export async function verifyHolderProof(
  proof: string,
  device: DeviceJwk,
): Promise<Outcome<HolderProof, CompactRefusal>> {
  const kid = deviceThumbprint(device)
  return verifyCompact(proof, HOLDER_PROOF_TYPE, { keys: deviceKeys(device) }, ({ non, act, sub }) => {
    if (typeof non !== 'string' || typeof act !== 'string' || typeof sub !== 'string') return refused('token_malformed')
    return accepted({ nonce: non, act, subject: sub, kid })
  })
}
