import { createHash, createHmac } from 'node:crypto'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'

const native = await import('./digest.ts')

async function portable() {
  vi.resetModules()
  vi.stubGlobal('process', { ...process, getBuiltinModule: undefined })
  return import('./digest.ts')
}

afterEach(() => {
  vi.unstubAllGlobals()
  // Other files run in this process: none may get the module that was loaded under a stub.
  vi.resetModules()
})

// On both sides of what is hashed without an allocation.
const text = fc.string({ unit: 'binary', maxLength: 300 }).chain((part) => fc.constantFrom(part, part.repeat(40)))
const key = fc.uint8Array({ maxLength: 80 })

describe('digest', () => {
  test('is the SHA-256 and HMAC of two other makes, with the platform and without it', async () => {
    const without = await portable()
    fc.assert(
      fc.property(text, key, (message, secret) => {
        const bytes = new TextEncoder().encode(message)
        const hash = createHash('sha256').update(bytes).digest('hex')
        const keyed = createHmac('sha256', secret).update(bytes).digest('hex')
        expect(bytesToHex(sha256(bytes))).toBe(hash)
        expect(bytesToHex(hmac(sha256, secret, bytes))).toBe(keyed)
        for (const digest of [native, without]) {
          expect(digest.sha256Hex(message)).toBe(hash)
          expect(digest.hmacSha256Hex(secret, message)).toBe(keyed)
          expect(bytesToHex(digest.sha256(bytes))).toBe(hash)
          expect(bytesToHex(digest.hmacSha256(secret, bytes))).toBe(keyed)
        }
      }),
    )
  })

  test('gives the first 48 bits as a number', () => {
    expect(native.number48('000000000102ffff')).toBe(258)
    expect(native.number48('f'.repeat(64))).toBe(2 ** 48 - 1)
  })

  test('takes texts for the same only to the letter', () => {
    for (const [a, b] of [
      ['', ''],
      ['ab', 'ab'],
      ['ab', 'ac'],
      ['ab', 'abc'],
      ['abc', 'ab'],
      ['', 'a'],
    ] as const) {
      expect(native.isSameText(a, b)).toBe(a === b)
    }
  })

  test('uses the hash of the platform where there is one, and no other', async () => {
    vi.resetModules()
    const hash = vi.fn(() => 'ab'.repeat(32))
    vi.stubGlobal('process', { getBuiltinModule: (name: string) => (name === 'node:crypto' ? { hash } : undefined) })
    const { sha256Hex } = await import('./digest.ts')
    expect(sha256Hex('a text')).toBe('ab'.repeat(32))
    expect(hash).toHaveBeenCalledWith('sha256', 'a text', 'hex')
  })
})
