import { gcm } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openAesGcm, sealAesGcm } from './aes-gcm.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

test('the platform’s AES-GCM and the portable one write the same bytes and read each other’s', () => {
  fc.assert(
    fc.property(bytes(32), bytes(12), fc.uint8Array({ maxLength: 300 }), fc.uint8Array(), (key, nonce, plain, aad) => {
      const sealed = sealAesGcm(key, nonce, plain, aad)
      expect(sealed).toEqual(gcm(key, nonce, aad).encrypt(plain))
      expect(openAesGcm(key, nonce, gcm(key, nonce, aad).encrypt(plain), aad)).toEqual(plain)
    }),
    { numRuns: 100 },
  )
})

test('one bit changed anywhere, and nothing opens', () => {
  const [key, nonce, aad] = [new Uint8Array(32).fill(7), new Uint8Array(12).fill(3), new Uint8Array(5)]
  const sealed = sealAesGcm(key, nonce, new Uint8Array(20).fill(1), aad)
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = sealed.slice()
    altered[at] = (altered[at] ?? 0) ^ 1
    expect(() => openAesGcm(key, nonce, altered, aad), `byte ${at}`).toThrow()
  }
  expect(() => openAesGcm(key, nonce, sealed, new Uint8Array(6))).toThrow()
})
