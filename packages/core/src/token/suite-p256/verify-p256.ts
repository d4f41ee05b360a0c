import { sha256 } from '../../kernel/digest.ts'
import type { VerifyingSuite } from '../../kernel/suite.ts'
import { platform } from '../platform.ts'
import { isLowSignature } from './es256-spelling.ts'

type Imported = Awaited<ReturnType<typeof platform.crypto.subtle.importKey>>

/** ES256 by the platform's WebCrypto. */
export const p256Verifying: VerifyingSuite = {
  name: 'p256',
  alg: 'ES256',
  crv: 'P-256',
  hash: sha256,
  isOnlySpelling: isLowSignature,
  importKey({ x, y }) {
    const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
    return platform.crypto.subtle
      .importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, curve, false, ['verify'])
      .catch(() => undefined)
  },
  verify(key, signature, bytes) {
    return platform.crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key as Imported, signature, bytes)
  },
}
