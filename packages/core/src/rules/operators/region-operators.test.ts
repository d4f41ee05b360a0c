import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { regionLevel } from '../../values/region.ts'
import { parseRegion } from '../region/parse-region.ts'
import { regionTable } from '../region/region-table.ts'
import { compiled, issuesOf } from '../testing/compiled.ts'

const at = { now: 0 }
const within = (value: unknown) => compiled({ fact: 'person.idPrefix', operator: 'withinRegion', value })
const answer = (rules: ReturnType<typeof compiled>, code: string) => {
  const { outcome, reasons } = rules.evaluate({ session: { 'person.idPrefix': code } }, at)
  return outcome === 'undecided' ? reasons[0]?.problem : outcome === 'eligible'
}

describe('withinRegion', () => {
  it.each([
    ['512531', true], // Gao County until 1996
    ['511525', true],
    ['511521', false],
    ['511500', 'region_too_coarse'],
    ['510000', 'region_too_coarse'],
    ['999999', 'region_invalid'],
    ['511599', 'region_unknown'],
    ['830000', 'region_unknown'],
  ])('511525 holds %s: %s', (code, expected) => {
    expect(answer(within('511525'), code)).toBe(expected)
  })

  it.each([
    ['512501', '511500', true], // Yibin, then a county-level city, now Cuiping
    ['511521', '511504', true], // Yibin County, since 2018 Xuzhou District
    ['510202', '500000', true], // Chongqing's centre, when it was in Sichuan
    ['510202', '510000', false],
    ['442128', '460000', true], // Lingao, when Hainan was in Guangdong
    ['110103', '110000', true], // Chongwen, merged into Dongcheng
    ['110103', '110101', true],
    ['130103', '130102', 'region_too_coarse'], // a district of Shijiazhuang whose successor no table names
    ['142702', '140881', true], // Yongji, which the tables of 1994 to 1999 exchange with Hejin
    ['321085', '321283', true], // Taixing, exchanged with Jingjiang in the table of 1995
    ['322326', '320925', 'region_unknown'], // gone before ID numbers began; collections disagree on what it was
  ])('%s within %s: %s', (code, outer, expected) => {
    expect(answer(within(outer), code)).toBe(expected)
  })

  it('takes a former code in a rule for what it is today, and refuses one that never was', () => {
    expect(answer(within('512531'), '511525')).toBe(true)
    const [issue] = issuesOf({ fact: 'person.idPrefix', operator: 'withinRegion', value: '511599' })
    expect(issue).toMatchObject({ path: '/value', code: 'region_unknown' })
  })

  it('says of what day its table is', () => {
    expect(regionTable.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  it('reads codes as values/region does, whatever the text', () => {
    const digits = fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: 7 }).map((all) => all.join(''))
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), (code) => {
        expect(parseRegion(code) > 0).toBe(regionLevel(code) !== undefined)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('sameRegion and sameCity', () => {
  const judged = (operator: string, one: string, other: string) => {
    const rules = compiled({ fact: 'merchant.region', operator, value: { fact: 'person.registration' } })
    const facts = { store: { 'merchant.region': one }, session: { 'person.registration': other } }
    const { outcome, reasons } = rules.evaluate(facts, at)
    return outcome === 'undecided' ? reasons[0]?.problem : outcome === 'eligible'
  }

  it.each([
    ['sameRegion', '512531', '511525', true],
    ['sameRegion', '511525', '511500', 'region_too_coarse'],
    ['sameRegion', '511525', '511502', false],
    ['sameCity', '511525', '511502', true],
    ['sameCity', '511525', '510107', false],
    ['sameCity', '511525', '510000', 'region_too_coarse'],
    ['sameCity', '110101', '110229', true],
    ['sameCity', '500103', '500101', true],
    ['sameCity', '429004', '429005', false], // Xiantao and Qianjiang: each under no city
  ])('%s of %s and %s: %s', (operator, one, other, expected) => {
    expect(judged(operator, one, other)).toBe(expected)
  })
})
