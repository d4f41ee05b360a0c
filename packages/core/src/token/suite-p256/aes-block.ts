import { unsafe } from '@noble/ciphers/aes.js'
import type { BlockCipher } from '../../kernel/suite.ts'

/**
 * AES-128 on single blocks. Expanding a key costs ten times what a block does, so both schedules are kept.
 *
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
      inPlace(unsafe.encrypt, forwards, block)
    },
    decipher(block) {
      backwards ??= unsafe.expandKeyDecLE(key)
      inPlace(unsafe.decrypt, backwards, block)
    },
  }
}

/** Words by hand: the library's views over sixteen bytes cost as much as the cipher. */
function inPlace(direction: typeof unsafe.encrypt, schedule: Uint32Array, block: Uint8Array): void {
  const { s0, s1, s2, s3 } = direction(schedule, word(block, 0), word(block, 4), word(block, 8), word(block, 12))
  setWord(block, 0, s0)
  setWord(block, 4, s1)
  setWord(block, 8, s2)
  setWord(block, 12, s3)
}

/** Four bytes as one number, the first the least significant. */
function word(block: Uint8Array, at: number): number {
  return (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8) | ((block[at + 2] ?? 0) << 16) | ((block[at + 3] ?? 0) << 24)
}

function setWord(block: Uint8Array, at: number, value: number): void {
  block[at] = value
  block[at + 1] = value >>> 8
  block[at + 2] = value >>> 16
  block[at + 3] = value >>> 24
}
