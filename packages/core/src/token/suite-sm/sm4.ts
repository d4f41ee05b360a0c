import { sm4 } from 'sm-crypto-v2'
import type { BlockCipher, Suite } from '../../kernel/suite.ts'

const KEY_BYTES = 16
const TAG_BYTES = 16

/** SM4 on single blocks. The caller's zero bits authenticate (encode-then-encipher), as with AES. */
export function sm4BlockCipher(key: Uint8Array): BlockCipher {
  const options = { mode: 'ecb', padding: 'none', output: 'array' } as const
  return {
    encipher: (block) => block.set(sm4.encrypt(block, key, options)),
    decipher: (block) => block.set(sm4.decrypt(block, key, options)),
  }
}

/** SM4-GCM under the first 16 bytes of the key: SM4 has no longer ones. @see RFC 8998 §2.1, NIST SP 800-38D */
export const sealSm4Gcm: Suite['seal'] = (key, nonce, plain, aad) => {
  const options = { mode: 'gcm', iv: nonce, associatedData: aad, output: 'array', outputTag: true } as const
  const { output, tag } = sm4.encrypt(plain, key.subarray(0, KEY_BYTES), options)
  const sealed = new Uint8Array(output.length + TAG_BYTES)
  sealed.set(output)
  sealed.set(tag as Uint8Array, output.length)
  return sealed
}

export const openSm4Gcm: Suite['open'] = (key, nonce, sealed, aad) => {
  // The library compares a tag only when it is given one, and takes a short one for what it is.
  if (sealed.length < TAG_BYTES) throw new RangeError('sealed bytes without a tag')
  const [text, tag] = [sealed.subarray(0, -TAG_BYTES), sealed.subarray(-TAG_BYTES)]
  const options = { mode: 'gcm', iv: nonce, associatedData: aad, tag, output: 'array' } as const
  return sm4.decrypt(text, key.subarray(0, KEY_BYTES), options)
}
