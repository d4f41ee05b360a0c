import type { KeyRing } from '../../kernel/key-ring.ts'
import { encodeBase64url } from '../base64url.ts'
import type { SealPurpose } from './sealed-bytes.ts'
import { sealedBytes } from './sealed-bytes.ts'

/**
 * The issuer's signature over a text that leaves the house, as `kid.signature`. The same keys and text always give the same
 * seal.
 *
 * @param options.now epoch milliseconds.
 * @throws TallyError `keys_no_active_epoch`, `tenant_malformed`.
 */
export function sealText(options: {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly purpose: SealPurpose
  readonly text: string
  readonly now: number
}): string {
  const { keyRing, tenant, purpose, text, now } = options
  const key = keyRing.signingKey(tenant, keyRing.epochAt(now))
  const signature = key.suite.sign(key, sealedBytes(purpose, text))
  return `${key.kid}.${encodeBase64url(signature)}`
}
