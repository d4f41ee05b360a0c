import { TallyError } from '../../kernel/error.ts'
import type { RandomBytes } from '../random-bytes.ts'
import { openEnvelope, sealEnvelope } from './envelope.ts'

/**
 * Wraps a person's data key for storage.
 *
 * @param wrappingKey 32 bytes: `keys.dataKey(tenant)`.
 * @param key the data key, 32 random bytes.
 * @param aad where it belongs, e.g. tenant and owner; it opens nowhere else.
 * @returns base64url.
 * @throws TallyError `envelope_key_malformed`.
 */
export function wrapKey(wrappingKey: Uint8Array, key: Uint8Array, aad: string, random: RandomBytes): string {
  if (key.length !== 32) throw new TallyError('envelope_key_malformed', 'A data key is 32 bytes.')
  return sealEnvelope(wrappingKey, 'key', key, aad, random)
}

/** @throws TallyError `envelope_unreadable`, `envelope_key_malformed`. */
export function unwrapKey(wrappingKey: Uint8Array, wrapped: string, aad: string): Uint8Array {
  return openEnvelope(wrappingKey, 'key', wrapped, aad)
}
