import { TallyError } from '../kernel/error.ts'

/**
 * Splits a total by weights so that nothing is lost: each share is floored, and what remains goes, one unit each, to the
 * largest remainders, the first winning a tie. The shares always add up to the total.
 *
 * @param total a non-negative exact integer, e.g. fen.
 * @param weights non-negative exact integers; a zero weight gets zero.
 * @throws TallyError `split_invalid` when a number is not such an integer, or something is to be split by no weight.
 * @example splitByLargestRemainder(1000, [1, 1, 1]) // [334, 333, 333]
 */
export function splitByLargestRemainder(total: number, weights: readonly number[]): number[] {
  const whole = natural(total)
  const parts = weights.map(natural)
  const weightSum = parts.reduce((sum, weight) => sum + weight, 0n)
  if (weightSum === 0n) {
    if (whole === 0n) return parts.map(() => 0)
    throw new TallyError('split_invalid', 'Something cannot be split by weights that are all zero')
  }
  const shares = parts.map((weight) => (whole * weight) / weightSum)
  let left = whole - shares.reduce((sum, share) => sum + share, 0n)
  for (const index of byLargestRemainder(parts.map((weight) => (whole * weight) % weightSum))) {
    if (left === 0n) break
    shares[index] = (shares[index] ?? 0n) + 1n
    left -= 1n
  }
  return shares.map(Number)
}

/** Array sorting is stable, so equal remainders keep their order: the first wins. */
function byLargestRemainder(remainders: readonly bigint[]): number[] {
  return [...remainders.keys()].sort((a, b) => {
    const difference = (remainders[b] ?? 0n) - (remainders[a] ?? 0n)
    return difference > 0n ? 1 : difference < 0n ? -1 : 0
  })
}

function natural(value: number): bigint {
  if (Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  throw new TallyError('split_invalid', 'Totals and weights are non-negative integers')
}
