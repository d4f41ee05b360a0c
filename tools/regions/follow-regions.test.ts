import { describe, expect, it } from 'vitest'
import { correctMisprints } from './correct-misprints.ts'
import { followRegions, type Table } from './follow-regions.ts'
import { packRegions } from './pack-regions.ts'

const table = (year: number, names: Readonly<Record<string, string>>): Table => ({
  year,
  names: new Map(Object.entries({ '990000': '某省', '990100': '甲市', ...names })),
})
const usesOf = (code: number, tables: readonly Table[]) => followRegions(tables).filter((use) => use.code === code)

describe('followRegions', () => {
  it('follows a name to the code that newly bears it, whatever kind of place it became', () => {
    const tables = [table(1990, { 992101: '高县' }), table(1991, { 990121: '高县' }), table(1992, { 990181: '高市' })]
    // One character is no name: the county itself would be lost without its word.
    expect(usesOf(992101, tables)).toEqual([{ code: 992101, from: undefined, until: 1991, today: 990100 }])
    const named = [
      table(1990, { 992101: '宜宾县' }),
      table(1991, { 990121: '宜宾县' }),
      table(1992, { 990181: '宜宾市' }),
    ]
    expect(usesOf(992101, named)).toEqual([{ code: 992101, from: undefined, until: 1991, today: 990181 }])
    expect(usesOf(990181, named)).toEqual([{ code: 990181, from: 1992, until: undefined, today: 990181 }])
  })

  it('takes the city where no name leads on', () => {
    const tables = [table(1990, { 990102: '东风区' }), table(1991, {})]
    expect(usesOf(990102, tables)[0]?.today).toBe(990100)
  })

  it('follows no name that many cities have into another city', () => {
    const tables = [table(1990, { 990111: '郊区' }), table(1991, { 990211: '郊区' })]
    expect(usesOf(990111, tables)[0]?.today).toBe(990100)
  })

  it('keeps both places of a code that was given out again', () => {
    const tables = [
      table(1990, { 990102: '义马市' }),
      table(1991, { 990181: '义马市' }),
      table(1992, { 990102: '济源市', 990181: '义马市' }),
    ]
    expect(usesOf(990102, tables)).toEqual([
      { code: 990102, from: undefined, until: 1991, today: 990181 },
      { code: 990102, from: 1992, until: undefined, today: 990102 },
    ])
  })

  it('is not led astray by what one table alone says or leaves out', () => {
    const right = { 990121: '肥东县', 990122: '肥西县' }
    const exchanged = { 990121: '肥西县', 990122: '肥东县' }
    const tables = [table(1990, right), table(1991, exchanged), table(1992, {}), table(1993, right), table(1994, right)]
    const misled = followRegions(correctMisprints([table(1990, right), table(1991, exchanged), table(1992, right)]))
    expect(misled.filter(({ code, today }) => code !== today)).toEqual([])
    expect(correctMisprints([tables[0], tables[2], tables[3]] as Table[])[1]?.names.get('990121')).toBe('肥东县')
  })
})

describe('packRegions', () => {
  it('writes differences, successors and years in base 36, by province', () => {
    const uses = [
      { code: 512531, from: undefined, until: 1996, today: 511525 },
      { code: 511502, from: undefined, until: undefined, today: 511502 },
      { code: 511525, from: 1996, until: undefined, today: 511525 },
    ]
    expect(packRegions(uses)).toEqual(
      new Map([
        [
          51,
          {
            current: `${(511502).toString(36)} n.1jg`,
            former: `${(512531).toString(36)}>${(511525).toString(36)}.1jg`,
          },
        ],
      ]),
    )
  })
})
