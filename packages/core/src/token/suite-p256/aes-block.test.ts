import { ecb } from '@noble/ciphers/aes.js'
import { hexToBytes } from '@noble/ciphers/utils.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBlockCipher } from './aes-block.ts'

const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 })

test('enciphers the example of FIPS 197 appendix C.1', () => {
  const block = hexToBytes('00112233445566778899aabbccddeeff')
  const cipher = createBlockCipher(hexToBytes('000102030405060708090a0b0c0d0e0f'))
  cipher.encipher(block)
  expect(block).toEqual(hexToBytes('69c4e0d86a7b0430d8cdb78070b4c55a'))
  cipher.decipher(block)
  expect(block).toEqual(hexToBytes('00112233445566778899aabbccddeeff'))
})

test('agrees with the library’s own block mode in both directions', () => {
  fc.assert(
    fc.property(bytes16, bytes16, (key, plain) => {
      const block = plain.slice()
      const cipher = createBlockCipher(key)
      cipher.encipher(block)
      expect(block).toEqual(ecb(key, { disablePadding: true }).encrypt(plain))
      cipher.decipher(block)
      expect(block).toEqual(plain)
    }),
  )
})
