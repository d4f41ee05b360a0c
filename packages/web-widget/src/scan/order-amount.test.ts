import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AmountKey, amountMinorOf, typeAmount } from './order-amount.ts'

const type = (keys: string, digits = 2) =>
  Array.from(keys).reduce((typed, key) => typeAmount(typed, key as AmountKey, digits), '')

describe('an amount on big keys', () => {
  test('is typed as it is read', () => {
    expect(type('128.5')).toBe('128.5')
    expect(type('.5')).toBe('0.5')
    expect(type('007')).toBe('7')
    expect(typeAmount('12.3', 'erase', 2)).toBe('12.')
    expect(typeAmount('12.3', 'clear', 2)).toBe('')
  })

  test('takes no key that would make it no amount', () => {
    expect(type('1.2.3')).toBe('1.23')
    expect(type('1.239')).toBe('1.23')
    expect(type('5.0', 0)).toBe('50')
    expect(type('12345678901234')).toHaveLength(10)
  })

  test('becomes minor units without passing through a float', () => {
    expect(amountMinorOf('128.5', 2)).toBe(12_850)
    expect(amountMinorOf('0.29', 2)).toBe(29)
    expect(amountMinorOf('12.', 2)).toBe(1_200)
    for (const none of ['', '0', '0.00', '.', '-1', '1e3', '1.234']) expect(amountMinorOf(none, 2)).toBeUndefined()
  })

  test('gives back every amount of fen that is typed in yuan', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_99 }), (fen) => {
        const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
        expect(amountMinorOf(type(yuan), 2)).toBe(fen)
      }),
    )
  })
})
