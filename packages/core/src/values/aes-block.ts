import { unsafe } from '@noble/ciphers/aes.js'

/** AES-128 on single blocks with the key schedules kept: expanding them costs ten times what a block does. */
export interface BlockCipher {
  /** Enciphers 16 bytes in place. */
  encipher(block: Uint8Array): void
  /** Deciphers 16 bytes in place. */
  decipher(block: Uint8Array): void
}

/**
 * `unsafe` is what the library calls its raw block functions, because a bare block cipher authenticates nothing. Here
 * the caller's zero bits do that (encode-then-encipher). A test compares both directions with the library's own ECB.
 */
export function createBlockCipher(key: Uint8Array): BlockCipher {
  // Each direction when it is first needed: a guessed code is deciphered under many keys and enciphered under none.
  let forwards: ReturnType<typeof unsafe.expandKeyLE> | undefined
  let backwards: ReturnType<typeof unsafe.expandKeyDecLE> | undefined
  return {
    encipher(block) {
      forwards ??= unsafe.expandKeyLE(key)
      unsafe.encryptBlock(forwards, block)
    },
    decipher(block) {
      backwards ??= unsafe.expandKeyDecLE(key)
      unsafe.decryptBlock(backwards, block)
    },
  }
}
