import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import { sm2, sm3 } from 'sm-crypto-v2'
import type { SigningKey } from '../../kernel/suite.ts'
import { bytesOf, numberOf, ORDER, pointHex } from './sm2-order.ts'

/** HMAC-SM3. */
export function macSm3(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hexToBytes(sm3(message, { key }))
}

/**
 * r ‖ s of SM2. The nonce is derived from key and digest as RFC 6979 §3.2 does for ECDSA, with HMAC-SM3: the same mark is
 * printed twice, and no weak generator can give the key away. Verifiers cannot tell, and the standard asks of the nonce only
 * that it be unpredictable.
 *
 * @see GB/T 32918.2 clause 6.1
 */
export function signSm2({ secretKey, publicJwk }: SigningKey, bytes: Uint8Array): Uint8Array {
  const digest = hexToBytes(sm2.getHash(bytesToHex(bytes), pointHex(publicJwk)))
  const nonce = nonceFor(secretKey, digest)
  const x1 = BigInt(`0x${sm2.getPublicKeyFromPrivateKey(bytesToHex(bytesOf(nonce))).slice(2, 66)}`)
  return hexToBytes(sm2.doSignature(digest, bytesToHex(secretKey), { hash: false, pointPool: [{ k: nonce, x1 }] }))
}

function nonceFor(secretKey: Uint8Array, digest: Uint8Array): bigint {
  const seed = concatBytes(secretKey, bytesOf(numberOf(digest) % ORDER))
  let value: Uint8Array = new Uint8Array(32).fill(1)
  let key: Uint8Array = new Uint8Array(32)
  for (const step of [0, 1]) {
    key = macSm3(key, concatBytes(value, Uint8Array.of(step), seed))
    value = macSm3(key, value)
  }
  for (;;) {
    value = macSm3(key, value)
    const nonce = numberOf(value)
    if (nonce > 0n && nonce < ORDER) return nonce
    key = macSm3(key, concatBytes(value, Uint8Array.of(0)))
    value = macSm3(key, value)
  }
}
