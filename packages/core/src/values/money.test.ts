import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, isAmountMinor, MAX_AMOUNT_MINOR, sumMinor } from './money.ts'
import { amountMinor, positiveAmountMinor } from './money-schema.ts'

describe('amountMinor', () => {
  it.each([0, 1, 2_000, MAX_AMOUNT_MINOR])('takes %d', (value) => {
    expect(amountMinor.parse(value)).toBe(value)
    expect(isAmountMinor(value)).toBe(true)
  })

  it.each([
    -1,
    0.5,
    19.99,
    MAX_AMOUNT_MINOR + 1,
    2 ** 53,
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '2000',
    '1e3',
    '',
    null,
    undefined,
    true,
    2_000n,
    [2_000],
    {},
  ])('THR-R5 refuses %s', (value) => {
    expect(amountMinor.safeParse(value).success).toBe(false)
    expect(isAmountMinor(value)).toBe(false)
  })

  it('reads -0 as 0', () => {
    expect(Object.is(amountMinor.parse(-0), 0)).toBe(true)
  })
})

describe('positiveAmountMinor', () => {
  it('takes one fen and refuses nothing at all', () => {
    expect(positiveAmountMinor.parse(1)).toBe(1)
    expect(positiveAmountMinor.safeParse(0).success).toBe(false)
    expect(positiveAmountMinor.safeParse(-0).success).toBe(false)
    expect(positiveAmountMinor.safeParse(MAX_AMOUNT_MINOR + 1).success).toBe(false)
  })
})

describe('formatMoney', () => {
  const yuan = (amount: number, locale = 'zh-CN') => formatMoney(amount, { currency: 'CNY', locale })

  it('writes fen as yuan', () => {
    expect(yuan(0)).toBe('¥0.00')
    expect(yuan(5)).toBe('¥0.05')
    expect(yuan(2_000)).toBe('¥20.00')
    expect(yuan(721_300_000)).toBe('¥7,213,000.00')
    expect(yuan(-1_455)).toBe('-¥14.55')
    expect(yuan(-0)).toBe('¥0.00')
    expect(yuan(2_000, 'en')).toBe('CN¥20.00')
  })

  it('knows currencies without minor units and with three digits', () => {
    expect(formatMoney(2_000, { currency: 'JPY', locale: 'en' })).toBe('¥2,000')
    expect(formatMoney(2_000, { currency: 'KWD', locale: 'en' }).replace(/\s/, ' ')).toBe('KWD 2.000')
  })

  it('loses no fen at any size', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        const digits = yuan(amount).replace(/[^\d-]/g, '')
        expect(BigInt(digits)).toBe(BigInt(amount))
      }),
    )
  })

  it.each([0.1, 2 ** 53, Number.NaN])('throws amount_invalid for %d', (amount) => {
    expect(() => yuan(amount)).toThrow(expect.objectContaining({ code: 'amount_invalid' }))
  })
})

describe('sumMinor', () => {
  it('adds amounts and signed postings exactly', () => {
    expect(sumMinor([])).toBe(0)
    expect(sumMinor([10_800, 2_000, -12_800])).toBe(0)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -MAX_AMOUNT_MINOR, max: MAX_AMOUNT_MINOR })), (amounts) => {
        expect(BigInt(sumMinor(amounts))).toBe(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n))
      }),
    )
  })

  it('throws amount_invalid for fractions and sums that are no longer exact', () => {
    expect(() => sumMinor([1, 0.5])).toThrow(expect.objectContaining({ code: 'amount_invalid' }))
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(expect.objectContaining({ code: 'amount_invalid' }))
  })
})
