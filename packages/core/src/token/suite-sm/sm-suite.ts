import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { hkdf, sm2, sm3 } from 'sm-crypto-v2'
import type { Suite } from '../../kernel/suite.ts'
import { encodeBase64url } from '../base64url.ts'
import { keyPair } from '../keys/key-pair.ts'
import { utf8 } from '../platform.ts'
import { bytesOf, numberOf, ORDER } from './sm2-order.ts'
import { macSm3, signSm2 } from './sm2-sign.ts'
import { smVerifying } from './sm2-verify.ts'
import { openSm4Gcm, sealSm4Gcm, sm4BlockCipher } from './sm4.ts'

/**
 * The second suite: SM2 signatures, SM4 blocks and SM4-GCM, SM3 with HMAC and HKDF (商用密码).
 *
 * Not claimed: that this is a certified module. It is software; a level-3 system whose assessment (密评) asks for keys in
 * certified hardware needs a suite of its own behind the same port. Device keys of holders stay ES256: browsers have no SM2.
 *
 * @see GB/T 32918 (SM2), GB/T 32905 (SM3), GB/T 32907 (SM4), GB/T 35276 (use of SM2)
 * @example const keys = createRemoteKeySet(url, { suites: [smSuite] })
 */
export const smSuite: Suite = {
  ...smVerifying,
  enc: 'SM4GCM',
  mac: macSm3,
  macHex: (key, text) => sm3(utf8(text), { key }),
  deriveKey: hkdf,
  blockCipher: sm4BlockCipher,
  seal: sealSm4Gcm,
  open: openSm4Gcm,
  signingKey(seed, use) {
    // d is in [1, n − 2]: for n − 1 the signature's (1 + d)⁻¹ does not exist.
    const secretKey = bytesOf((numberOf(seed) % (ORDER - 2n)) + 1n)
    return keyPair(smSuite, secretKey, hexToBytes(sm2.getPublicKeyFromPrivateKey(bytesToHex(secretKey))), use)
  },
  sign: signSm2,
  async signJws(key, header, claims) {
    const input = [header, claims].map((part) => encodeBase64url(utf8(JSON.stringify(part)))).join('.')
    return `${input}.${encodeBase64url(smSuite.sign(key, utf8(input)))}`
  },
}
