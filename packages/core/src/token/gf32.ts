// GF(32) with x⁵ + x² + 1, whose root α = 2 has order 31: α⁰ … α³⁰ are all different.

/** Most symbols (with the check symbol) whose weights are all different. */
export const LONGEST_CHECKED = 31

function timesAlpha(element: number): number {
  const doubled = element << 1
  return doubled > 31 ? doubled ^ 0b100101 : doubled
}

/**
 * The check symbol over the first `length` symbols: with it at the end, the sum of αᵏ · symbol (k counted from the
 * end) is zero. Every weight is different and none is zero, so one wrong symbol and any two exchanged symbols, side
 * by side or not, always leave a sum other than zero, as long as there are at most {@link LONGEST_CHECKED} of them.
 */
export function checkSymbolOf(symbols: Uint8Array, length: number): number {
  let sum = 0
  for (let index = 0; index < length; index++) sum = timesAlpha(sum) ^ (symbols[index] as number)
  return timesAlpha(sum)
}
