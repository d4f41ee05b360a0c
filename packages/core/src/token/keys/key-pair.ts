import type { KeyUse, PublicJwk, SigningKey, Suite } from '../../kernel/suite.ts'
import { encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'

/** @param point 65 bytes: 4, x and y. */
export function keyPair(suite: Suite, secretKey: Uint8Array, point: Uint8Array, use: KeyUse): SigningKey {
  const { alg, crv } = suite
  const x = encodeBase64url(point.subarray(1, 33))
  const y = encodeBase64url(point.subarray(33, 65))
  // RFC 7638 §3.2: the required members only, in this order, without white space.
  const kid = encodeBase64url(suite.hash(utf8(`{"crv":"${crv}","kty":"EC","x":"${x}","y":"${y}"}`)))
  const publicJwk: PublicJwk = { kty: 'EC', crv, x, y, alg, use, kid }
  return { suite, kid, publicJwk, privateJwk: { ...publicJwk, d: encodeBase64url(secretKey) }, secretKey }
}
