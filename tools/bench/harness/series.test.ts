import { expect, test } from 'vitest'
import { drive, median, ratio, Series } from './series.ts'

function seriesOf(rates: readonly number[], waits: readonly number[] = []): Series {
  const series = new Series()
  series.rates.push(...rates)
  series.waits.push(...waits)
  return series
}

test('a ratio is the median of what neighbouring rounds say, not the quotient of two medians', () => {
  // The machine became ten times slower in the middle; ours was always twice as fast.
  expect(ratio(seriesOf([20, 2, 2]), seriesOf([10, 1, 1]))).toBe(2)
  expect(ratio(seriesOf([20, 20, 2]), seriesOf([10, 1, 1]))).toBe(2)
})

test('the middle of an even number of values lies between the two middle ones', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([3, 1, 2])).toBe(2)
})

test('percentiles are those of all calls of all rounds', () => {
  const { p50Ms, p99Ms } = seriesOf([1], [...Array.from({ length: 98 }, () => 1), 7, 9]).result()
  expect([p50Ms, p99Ms]).toEqual([1, 9])
})

test('callers ask exactly so many times, never more than so many at once', async () => {
  let [asked, under, most] = [0, 0, 0]
  await drive(
    async () => {
      asked += 1
      under += 1
      most = Math.max(most, under)
      await new Promise(setImmediate)
      under -= 1
    },
    50,
    8,
  )
  expect([asked, most]).toEqual([50, 8])
})
