import { p256 } from '@noble/curves/nist.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hmacSha256, hmacSha256Hex } from '../../kernel/digest.ts'
import type { Suite } from '../../kernel/suite.ts'
import { keyPair } from '../keys/key-pair.ts'
import { createBlockCipher } from './aes-block.ts'
import { openAesGcm, sealAesGcm } from './aes-gcm.ts'
import { signEs256Jws } from './sign-es256.ts'
import { p256Verifying } from './verify-p256.ts'

/**
 * The first suite: ES256 over P-256, AES-128 blocks, AES-256-GCM, SHA-256 with HMAC and HKDF.
 *
 * @see FIPS 186-5, FIPS 197, NIST SP 800-38D, FIPS 180-4, RFC 2104, RFC 5869
 */
export const p256Suite: Suite = {
  ...p256Verifying,
  enc: 'A256GCM',
  mac: hmacSha256,
  macHex: hmacSha256Hex,
  deriveKey: (root, salt, info, length) => hkdf(sha256, root, salt, info, length),
  blockCipher: createBlockCipher,
  seal: sealAesGcm,
  open: openAesGcm,
  signingKey(seed, use) {
    const secretKey = p256.utils.randomSecretKey(seed)
    return keyPair(p256Suite, secretKey, p256.getPublicKey(secretKey, false), use)
  },
  // RFC 6979: no nonce to draw, so the same mark is printed twice.
  sign: ({ secretKey }, bytes) => p256.sign(bytes, secretKey, { lowS: true }),
  signJws: signEs256Jws,
}
