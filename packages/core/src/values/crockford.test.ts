import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase32, MAX_BASE32_TEXT, toBase32 } from './crockford.ts'

describe('toBase32', () => {
  it('writes canonical upper case, padded', () => {
    expect(toBase32(0n, 4)).toBe('0000')
    expect(toBase32(31n, 1)).toBe('Z')
    expect(toBase32(1234n, 3)).toBe('16J')
    expect(toBase32(519_571n, 4)).toBe('FVCK')
    expect(toBase32(Uint8Array.of(255, 255), 4)).toBe('1ZZZ')
  })

  it('comes back from every number, and only the canonical text is its own', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 130n - 1n }), (value) => {
        const text = toBase32(value, 26)
        expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
        expect(fromBase32(text)).toBe(value)
      }),
    )
  })

  it.each([
    [32n, 1],
    [2n ** 130n, 26],
    [-1n, 4],
    [1n, 0],
  ])('throws base32_overflow for %s in %d characters', (value, length) => {
    expect(() => toBase32(value, length)).toThrow(expect.objectContaining({ code: 'base32_overflow' }))
  })
})

describe('fromBase32', () => {
  it('forgives case, I, L and O, hyphens and spaces', () => {
    expect(fromBase32('oIl1')).toBe(fromBase32('0111'))
    expect(fromBase32('abcd-efgh jk')).toBe(fromBase32('ABCDEFGHJK'))
  })

  it.each(['', '-', 'U', '0U0', 'AB!', 'É', '１', '0'.repeat(MAX_BASE32_TEXT + 1)])('refuses %j', (text) => {
    expect(fromBase32(text)).toBeUndefined()
  })
})
