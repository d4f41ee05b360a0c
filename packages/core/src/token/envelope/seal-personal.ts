import type { Suite } from '../../kernel/suite.ts'
import { utf8 } from '../platform.ts'
import type { RandomBytes } from '../random-bytes.ts'
import { sealEnvelope } from './envelope.ts'

/**
 * Seals personal facts under the person's own data key, so that destroying the key erases them wherever they were
 * copied: journal, back-ups, exports (threat P7).
 *
 * @param suite of what lasts: `keys.suite(tenant)`.
 * @param key the person's data key, 32 bytes.
 * @param facts JSON.
 * @param aad where the text belongs, e.g. tenant, owner and row; it opens nowhere else.
 * @param random `(length) => bytes`, cryptographically secure: 12 bytes are used.
 * @returns base64url.
 * @throws TallyError `envelope_key_malformed`.
 */
export function sealPersonal(suite: Suite, key: Uint8Array, facts: unknown, aad: string, random: RandomBytes): string {
  return sealEnvelope(suite, key, 'personal', utf8(JSON.stringify(facts)), aad, random)
}
