import { openEnvelope } from './envelope.ts'

/**
 * A person's data key as it was stored before data keys were derived: wrapped by `keys.dataKey(tenant)`.
 * @throws TallyError `envelope_unreadable`, `envelope_key_malformed`.
 */
export function unwrapKey(wrappingKey: Uint8Array, wrapped: string, aad: string): Uint8Array {
  return openEnvelope(wrappingKey, 'key', wrapped, aad)
}
