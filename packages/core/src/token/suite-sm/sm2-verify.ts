import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sm2, sm3 } from 'sm-crypto-v2'
import type { VerifyingSuite } from '../../kernel/suite.ts'
import { decodeBase64url } from '../base64url.ts'
import { numberOf, ORDER } from './sm2-order.ts'

/** As the library takes it: 4, x and y in hex. */
interface Sm2Key {
  readonly point: string
}

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
    const point = `04${[x, y].map((part) => bytesToHex(decodeBase64url(part) ?? new Uint8Array())).join('')}`
    try {
      return sm2.verifyPublicKey(point) ? ({ point } satisfies Sm2Key) : undefined
    } catch {
      return undefined
    }
  },
  async verify(key, signature, bytes) {
    return sm2.doVerifySignature(bytes, bytesToHex(signature), (key as Sm2Key).point, { hash: true })
  },
}
