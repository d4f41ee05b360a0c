import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookUpRegion } from './look-up-region.ts'
import { regionTable } from './region-table.ts'

describe('lookUpRegion', () => {
  it('says what a former code is today and when it ended', () => {
    expect(lookUpRegion('512531')).toEqual([{ today: '511525', exact: true, until: 1996 }])
    expect(lookUpRegion('110103')).toEqual([{ today: '110101', exact: true, until: 2010 }])
  })

  it('says of a code in use since when, where that is after the tables begin', () => {
    expect(lookUpRegion('511525')).toEqual([{ today: '511525', exact: true, from: 1996 }])
    expect(lookUpRegion('110101')).toEqual([{ today: '110101', exact: true }])
  })

  it('tells where only the city is known', () => {
    expect(lookUpRegion('130103')).toMatchObject([{ today: '130100', exact: false }])
  })

  it.each([
    ['512531', '1990-06-01', ['511525']],
    ['512531', '1996-12-31', ['511525']], // the table of that year no longer has it
    ['512531', '1997-01-01', []],
    ['511525', '1995-12-31', []],
    ['511525', '1996-01-01', ['511525']],
    ['511525', regionTable.asOf, ['511525']],
  ])('%s on %s was what is now %j', (code, on, today) => {
    expect(lookUpRegion(code, { on }).map((meaning) => meaning.today)).toEqual(today)
  })

  it('knows both places of a code that was given out twice, and by the day which', () => {
    // Yima City until 1996, Jiyuan City since.
    const today = (on?: string) => lookUpRegion('419001', on === undefined ? {} : { on }).map((use) => use.today)
    expect(today()).toEqual(['411281', '419001'])
    expect(today('1990-01-01')).toEqual(['411281'])
    expect(today('2010-01-01')).toEqual(['419001'])
  })

  it.each([
    ['511525', '1982-12-31'],
    ['511525', '2090-01-01'],
    ['511525', 'yesterday'],
    ['511599', undefined],
    ['nowhere', undefined],
  ])('knows nothing of %s on %s', (code, on) => {
    expect(lookUpRegion(code, on === undefined ? {} : { on })).toEqual([])
  })

  it('leads every code it knows to codes in use', () => {
    const digits = fc.constantFrom(11, 32, 41, 44, 46, 50, 51, 65).chain((province) => {
      return fc.integer({ min: province * 10_000, max: province * 10_000 + 9_999 })
    })
    fc.assert(
      fc.property(digits, (code) => {
        for (const { today } of lookUpRegion(String(code))) {
          expect(lookUpRegion(today).map((meaning) => [meaning.today, meaning.until])).toContainEqual([
            today,
            undefined,
          ])
        }
      }),
      { numRuns: 20_000 },
    )
  })
})
