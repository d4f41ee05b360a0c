import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sm2, sm3 } from 'sm-crypto-v2'
import type { VerifyingSuite } from '../../kernel/suite.ts'
import { numberOf, ORDER, pointHex } from './sm2-order.ts'

interface Sm2Key {
  /** With multiples worked out: that costs as much as one verification, and makes each a third as long. */
  readonly point: ReturnType<typeof sm2.precomputePublicKey>
}

const WINDOW = 2

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
    const text = pointHex({ x, y })
    try {
      return sm2.verifyPublicKey(text) ? { point: sm2.precomputePublicKey(text, WINDOW) } : undefined
    } catch {
      return undefined
    }
  },
  async verify(key, signature, bytes) {
    return sm2.doVerifySignature(bytes, bytesToHex(signature), (key as Sm2Key).point, { hash: true })
  },
}
