import { textOf } from '../platform.ts'
import { openEnvelope } from './envelope.ts'

/**
 * Opens what `sealPersonal` sealed.
 *
 * @param aad the same as when it was sealed.
 * @throws TallyError `envelope_unreadable` (altered, moved elsewhere, another key: our own data is damaged),
 *   `envelope_key_malformed`.
 */
export function openPersonal(key: Uint8Array, text: string, aad: string): unknown {
  return JSON.parse(textOf(openEnvelope(key, 'personal', text, aad)) as string)
}
