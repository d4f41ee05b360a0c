import { sha256 } from '@noble/hashes/sha2.js'
import { encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'
import type { DeviceJwk } from './holder-proof.ts'

/** RFC 7638 §3.2: the required members only, in this order, without white space. */
export function deviceThumbprint({ x, y }: DeviceJwk): string {
  return encodeBase64url(sha256(utf8(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`)))
}
