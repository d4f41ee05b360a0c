import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkSymbolOf, LONGEST_CHECKED } from './gf32.ts'

const symbol = fc.integer({ min: 0, max: 31 })
const word = fc.array(symbol, { minLength: LONGEST_CHECKED - 1, maxLength: LONGEST_CHECKED - 1 })

function isChecked(symbols: readonly number[]): boolean {
  const last = symbols.length - 1
  return checkSymbolOf(Uint8Array.from(symbols), last) === symbols[last]
}

const withCheck = (data: readonly number[]) => [...data, checkSymbolOf(Uint8Array.from(data), data.length)]

test('finds every single wrong symbol, the check symbol included', () => {
  fc.assert(
    fc.property(word, (data) => {
      const whole = withCheck(data)
      expect(isChecked(whole)).toBe(true)
      for (let at = 0; at < whole.length; at++) {
        for (let error = 1; error < 32; error++) {
          expect(isChecked(whole.with(at, (whole[at] as number) ^ error))).toBe(false)
        }
      }
    }),
    { numRuns: 20 },
  )
})

test('finds every exchange of two different symbols, side by side or not', () => {
  fc.assert(
    fc.property(word, (data) => {
      const whole = withCheck(data)
      for (let left = 0; left < whole.length; left++) {
        for (let right = left + 1; right < whole.length; right++) {
          const [a, b] = [whole[left] as number, whole[right] as number]
          if (a !== b) expect(isChecked(whole.with(left, b).with(right, a))).toBe(false)
        }
      }
    }),
    { numRuns: 50 },
  )
})
