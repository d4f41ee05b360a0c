import { p256 } from '@noble/curves/nist.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { SigningKey } from '../../kernel/key-ring.ts'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'

/** A JWS with any header and payload text, validly signed (RFC 6979, lower s): what a verifier must refuse by its content. */
export function craftToken(key: SigningKey, header: string, payload: string): string {
  const input = `${encodeBase64url(utf8(header))}.${encodeBase64url(utf8(payload))}`
  return `${input}.${encodeBase64url(p256.sign(utf8(input), key.secretKey, { lowS: true }))}`
}

/** The same token with (r, n − s): it verifies just as well. */
export function withHighSignature(token: string): string {
  const dot = token.lastIndexOf('.') + 1
  const signature = p256.Signature.fromBytes(decodeBase64url(token.slice(dot)) as Uint8Array)
  const twin = new p256.Signature(signature.r, p256.Point.Fn.neg(signature.s))
  return token.slice(0, dot) + encodeBase64url(twin.toBytes())
}

/** Key confusion: an HMAC under the text of the public key, which everybody has. */
export function hs256WithPublicKey(header: object, claims: object, { publicJwk }: SigningKey): string {
  const input = [header, claims].map((part) => encodeBase64url(utf8(JSON.stringify(part)))).join('.')
  return `${input}.${encodeBase64url(hmac(sha256, utf8(JSON.stringify(publicJwk)), utf8(input)))}`
}
