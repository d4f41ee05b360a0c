import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sm2, sm3 } from 'sm-crypto-v2'
import type { VerifyingSuite } from '../../kernel/suite.ts'
import { decodeBase64url } from '../base64url.ts'
import { remember } from '../remember.ts'
import { numberOf, ORDER } from './sm2-order.ts'

interface Sm2Key {
  /** With multiples worked out: that costs as much as one verification, and makes each a third as long. */
  readonly point: ReturnType<typeof sm2.precomputePublicKey>
}

const WINDOW = 2
/** An issuer reads its own keys anew at every call, a partner has a handful. */
const KEPT_AT_MOST = 64
const known = new Map<string, Sm2Key>()

/**
 * SM2 with SM3 and the user id `1234567812345678`, which GB/T 35276 gives to signatures that name none. Unlike ECDSA's, a
 * signature (r, s) has no twin (r, n − s); what is out of range is refused before the library sees it.
 */
export const smVerifying: VerifyingSuite = {
  name: 'sm',
  alg: 'SM2',
  crv: 'SM2',
  hash: (bytes) => hexToBytes(sm3(bytes)),
  isOnlySpelling(signature) {
    if (signature.length !== 64) return false
    const [r, s] = [numberOf(signature.subarray(0, 32)), numberOf(signature.subarray(32))]
    return r > 0n && r < ORDER && s > 0n && s < ORDER && r + s !== ORDER
  },
  async importKey({ x, y }) {
    const found = known.get(`${x}.${y}`)
    if (found) return found
    const text = `04${[x, y].map((part) => bytesToHex(decodeBase64url(part) ?? new Uint8Array())).join('')}`
    try {
      if (!sm2.verifyPublicKey(text)) return undefined
    } catch {
      return undefined
    }
    return remember(known, `${x}.${y}`, { point: sm2.precomputePublicKey(text, WINDOW) }, KEPT_AT_MOST)
  },
  async verify(key, signature, bytes) {
    return sm2.doVerifySignature(bytes, bytesToHex(signature), (key as Sm2Key).point, { hash: true })
  },
}
