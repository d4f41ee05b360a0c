import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { KeyUse, PublicJwk, SigningKey } from '../../kernel/key-ring.ts'
import { encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'

/**
 * The key pair that 48 derived bytes stand for: reduced to a scalar with 128 bits to spare (FIPS 186-5 A.2.1), so the
 * scalar is even to within 2⁻¹²⁸.
 */
export function signingKeyOf(seed: Uint8Array, use: KeyUse): SigningKey {
  const secretKey = p256.utils.randomSecretKey(seed)
  const point = p256.getPublicKey(secretKey, false)
  const x = encodeBase64url(point.subarray(1, 33))
  const y = encodeBase64url(point.subarray(33, 65))
  // RFC 7638 §3.2: the required members only, in this order, without white space.
  const kid = encodeBase64url(sha256(utf8(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`)))
  const publicJwk: PublicJwk = { kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use, kid }
  return { kid, publicJwk, privateJwk: { ...publicJwk, d: encodeBase64url(secretKey) }, secretKey }
}
