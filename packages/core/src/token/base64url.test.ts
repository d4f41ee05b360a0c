import fc from 'fast-check'
import { base64url } from 'jose'
import { expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

test('writes what jose writes and reads it back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const text = encodeBase64url(bytes)
      expect(text).toBe(base64url.encode(bytes))
      expect(decodeBase64url(text)).toEqual(bytes)
    }),
  )
})

test('reads no text that it would not write', () => {
  const alphabet = 'ABYZabyz0189-_+/= \n'
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 }), (text) => {
      const bytes = decodeBase64url(text)
      if (bytes !== undefined) expect(encodeBase64url(bytes)).toBe(text)
    }),
    { numRuns: 2000 },
  )
})

test('refuses padding, white space, the other alphabet, characters beyond ASCII and unused bits', () => {
  for (const text of ['AA==', 'AA A', 'AAA\n', 'A+A/', 'AAÀA', 'A', 'AB', 'AAB', 'AA\u{1F600}']) {
    expect(decodeBase64url(text), JSON.stringify(text)).toBeUndefined()
  }
  expect(decodeBase64url('')).toEqual(new Uint8Array(0))
})
