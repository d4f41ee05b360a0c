import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatMoney } from './format-money.ts'

test('formatMoney writes minor units of the currency, with separators and without rounding', () => {
  expect(formatMoney(1_234_500, 'CNY')).toBe('12,345.00 CNY')
  expect(formatMoney(5, 'CNY')).toBe('0.05 CNY')
  expect(formatMoney(-100_005, 'CNY')).toBe('-1,000.05 CNY')
  expect(formatMoney(1234, 'JPY')).toBe('1,234 JPY')
  expect(formatMoney(0, 'CNY')).toBe('0.00 CNY')
})

test('formatMoney loses no digit of any amount', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (amountMinor) => {
      const digits = formatMoney(amountMinor, 'CNY').replace(/[^0-9-]/g, '')
      expect(Number(digits)).toBe(amountMinor === 0 ? 0 : amountMinor)
    }),
  )
})
