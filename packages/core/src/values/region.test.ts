import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { regionContains, regionLevel, sameRegion } from './region.ts'
import { regionCode } from './region-schema.ts'

describe('regionLevel', () => {
  it.each([
    ['51', 'province'],
    ['5100', 'province'],
    ['510000', 'province'],
    ['5115', 'city'],
    ['511500', 'city'],
    ['511525', 'county'],
    ['810000', 'province'],
    ['429004', 'county'],
  ])('%s is a %s', (code, level) => {
    expect(regionLevel(code)).toBe(level)
    expect(regionCode.parse(code)).toBe(code)
  })

  it.each([
    '',
    '5',
    '511',
    '51152',
    '5115250',
    '511525001',
    '511525001001',
    '010000',
    '910000',
    '510025',
    '51152x',
    '５１',
  ])('%s is none', (code) => {
    expect(regionLevel(code)).toBeUndefined()
    expect(regionCode.safeParse(code).success).toBe(false)
  })
})

describe('regionContains', () => {
  it.each([
    ['511500', '511525', true],
    ['5115', '511525', true],
    ['51', '511525', true],
    ['510000', '511500', true],
    ['511525', '511525', true],
    ['51', '510000', true],
    ['511525', '511500', false],
    ['511500', '511600', false],
    ['511500', '512531', false],
    ['50', '511525', false],
    ['', '511525', false],
    ['511525', '', false],
    ['511', '511525', false],
  ])('%s, %s: %s', (outer, inner, contained) => {
    expect(regionContains(outer, inner)).toBe(contained)
  })

  it('is a tree: each region lies in itself and in all above, and never both ways unless it is the same', () => {
    const code = fc
      .tuple(fc.integer({ min: 11, max: 65 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 99 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(''))
    const short = fc.tuple(code, fc.constantFrom(2, 4, 6)).map(([text, length]) => text.slice(0, length).padEnd(6, '0'))
    fc.assert(
      fc.property(code, short, (county, other) => {
        for (const length of [2, 4, 6]) expect(regionContains(county.slice(0, length), county)).toBe(true)
        expect(regionContains(county, other) && regionContains(other, county)).toBe(sameRegion(county, other))
      }),
    )
  })
})

describe('sameRegion', () => {
  it('sees through trailing zeros and is never true of what is no code', () => {
    expect(sameRegion('51', '510000')).toBe(true)
    expect(sameRegion('5115', '511500')).toBe(true)
    expect(sameRegion('5115', '511525')).toBe(false)
    expect(sameRegion('x', 'x')).toBe(false)
  })
})
