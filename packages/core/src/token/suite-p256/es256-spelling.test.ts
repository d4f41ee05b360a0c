import { p256 } from '@noble/curves/nist.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '../platform.ts'
import { fixedKeys } from '../testing/fixed-keys.ts'
import { isLowSignature, toLowSignature } from './es256-spelling.ts'

const { secretKey } = fixedKeys().signingKey('gaoxian', 1)
const publicKey = p256.getPublicKey(secretKey)

test('of the two spellings of a signature exactly one is low, and the other is turned into it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const message = utf8(text)
      const low = p256.sign(message, secretKey, { lowS: true })
      const { r, s } = p256.Signature.fromBytes(low)
      const high = new p256.Signature(r, p256.Point.Fn.neg(s)).toBytes()
      expect(p256.verify(high, message, publicKey, { lowS: false })).toBe(true)
      expect([isLowSignature(low), isLowSignature(high)]).toEqual([true, false])
      expect(toLowSignature(high)).toEqual(low)
      expect(toLowSignature(low)).toEqual(low)
    }),
    { numRuns: 20 },
  )
})

test('the boundary is half the order', () => {
  const half = p256.Point.Fn.ORDER >> 1n
  const withS = (s: bigint) => new p256.Signature(1n, s).toBytes()
  expect(isLowSignature(withS(half))).toBe(true)
  expect(isLowSignature(withS(half + 1n))).toBe(false)
  expect(isLowSignature(new Uint8Array(63))).toBe(false)
})
