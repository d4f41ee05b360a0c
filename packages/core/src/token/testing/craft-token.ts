import { p256 } from '@noble/curves/nist.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { SigningKey } from '../../kernel/suite.ts'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'
import { bytesOf, numberOf } from '../suite-sm/sm2-order.ts'

/** A JWS with any header and payload text, validly signed by the key's suite: what a verifier must refuse by its content. */
export function craftToken(key: SigningKey, header: string, payload: string): string {
  const input = `${encodeBase64url(utf8(header))}.${encodeBase64url(utf8(payload))}`
  return `${input}.${encodeBase64url(key.suite.sign(key, utf8(input)))}`
}

/** The same token with (r, n − s): it verifies just as well. */
export function withHighSignature(token: string): string {
  return withOtherS(token, p256.Point.Fn.ORDER)
}

/** The same token with (r, n − s), n being the order of its curve: under SM2 that is another signature, which does not verify. */
export function withOtherS(token: string, order: bigint): string {
  const dot = token.lastIndexOf('.') + 1
  const signature = decodeBase64url(token.slice(dot)) as Uint8Array
  signature.set(bytesOf(order - numberOf(signature.subarray(32))), 32)
  return token.slice(0, dot) + encodeBase64url(signature)
}

/** Key confusion: an HMAC under the text of the public key, which everybody has. */
export function hs256WithPublicKey(header: object, claims: object, { publicJwk }: SigningKey): string {
  const input = [header, claims].map((part) => encodeBase64url(utf8(JSON.stringify(part)))).join('.')
  return `${input}.${encodeBase64url(hmac(sha256, utf8(JSON.stringify(publicJwk)), utf8(input)))}`
}
