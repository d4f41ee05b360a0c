import type { Suite } from '../../kernel/suite.ts'
import { textOf } from '../platform.ts'
import { openEnvelope } from './envelope.ts'

/**
 * Opens what `sealPersonal` sealed.
 *
 * @param suite of what lasts: `keys.suite(tenant)`.
 * @param aad the same as when it was sealed.
 * @throws TallyError `envelope_unreadable` (altered, moved elsewhere, another key: our own data is damaged),
 *   `envelope_key_malformed`.
 */
export function openPersonal(suite: Suite, key: Uint8Array, text: string, aad: string): unknown {
  return JSON.parse(textOf(openEnvelope(suite, key, 'personal', text, aad)) as string)
}
