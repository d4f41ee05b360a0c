import type { Suite } from '../../kernel/suite.ts'
import { openEnvelope } from './envelope.ts'

/**
 * A person's data key as it was stored before data keys were derived: wrapped by `keys.dataKey(tenant)`.
 * @throws TallyError `envelope_unreadable`, `envelope_key_malformed`.
 */
export function unwrapKey(suite: Suite, wrappingKey: Uint8Array, wrapped: string, aad: string): Uint8Array {
  return openEnvelope(suite, wrappingKey, 'key', wrapped, aad)
}
