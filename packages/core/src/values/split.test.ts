import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitByLargestRemainder } from './split.ts'

const weights = fc
  .array(fc.nat({ max: 1_000_000_000_000 }), { minLength: 1, maxLength: 40 })
  .filter((list) => list.some((weight) => weight > 0))
const total = fc.nat({ max: Number.MAX_SAFE_INTEGER })

describe('splitByLargestRemainder', () => {
  it('gives the fen that remain to the largest remainders', () => {
    expect(splitByLargestRemainder(1_000, [1, 1, 1])).toEqual([334, 333, 333])
    expect(splitByLargestRemainder(2_000, [4_000, 1_500])).toEqual([1_455, 545])
    expect(splitByLargestRemainder(10, [1, 2, 4])).toEqual([1, 3, 6])
    expect(splitByLargestRemainder(1, [0, 1, 0])).toEqual([0, 1, 0])
    expect(splitByLargestRemainder(0, [0, 0])).toEqual([0, 0])
    expect(splitByLargestRemainder(0, [])).toEqual([])
  })

  it('always adds up to the total', () => {
    fc.assert(
      fc.property(total, weights, (amount, list) => {
        const shares = splitByLargestRemainder(amount, list)
        expect(shares.reduce((sum, share) => sum + BigInt(share), 0n)).toBe(BigInt(amount))
      }),
    )
  })

  it('stays within one unit of the exact share, and gives nothing for a zero weight', () => {
    fc.assert(
      fc.property(total, weights, (amount, list) => {
        const weightSum = list.reduce((sum, weight) => sum + BigInt(weight), 0n)
        for (const [index, share] of splitByLargestRemainder(amount, list).entries()) {
          const floor = (BigInt(amount) * BigInt(list[index] ?? 0)) / weightSum
          expect([floor, floor + 1n]).toContain(BigInt(share))
          if (list[index] === 0) expect(share).toBe(0)
        }
      }),
    )
  })

  it('favours the first of equals', () => {
    fc.assert(
      fc.property(total, fc.integer({ min: 1, max: 30 }), (amount, count) => {
        const shares = splitByLargestRemainder(
          amount,
          Array.from({ length: count }, () => 7),
        )
        expect(shares).toEqual([...shares].sort((a, b) => b - a))
      }),
    )
  })

  it.each([
    [-1, [1]],
    [0.5, [1]],
    [2 ** 53, [1]],
    [1, [0, 0]],
    [1, []],
    [1, [-1, 2]],
    [1, [0.5]],
  ])('throws split_invalid for %d by %j', (amount, list) => {
    expect(() => splitByLargestRemainder(amount, list)).toThrow(expect.objectContaining({ code: 'split_invalid' }))
  })
})
