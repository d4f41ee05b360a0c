/** What was seen last, oldest first, one entry each: at most a fixed number, so that a row never grows. Times are seconds. */
export type Recent = readonly (readonly [who: number, at: number])[]

/** Puts one to the end. Where all places are taken the one seen longest ago falls out. */
export function see(recent: Recent, who: number, at: number, places: number): Recent {
  return [...recent.filter(([other]) => other !== who), [who, at] as const].slice(-places)
}

/** How many different ones were seen at or after `from`; never more than there are places. */
export function seenSince(recent: Recent, from: number): number {
  return recent.filter(([, at]) => at >= from).length
}

/** The newest times, oldest first, at most `places`. */
export function noteTime(times: readonly number[], at: number, places: number): readonly number[] {
  return [...times, at].slice(-places)
}

export function countSince(times: readonly number[], from: number): number {
  return times.filter((at) => at >= from).length
}

/** Fewer gaps than this say nothing about how regular they are. */
const LEAST_GAPS = 4

/**
 * How much the gaps between times differ, in percent of their mean: 0 is a metronome, people are near 100. Undefined while
 * there are too few gaps to say.
 */
export function gapSpread(times: readonly number[]): number | undefined {
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
  if (gaps.length < LEAST_GAPS) return undefined
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  if (mean <= 0) return 0
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length
  return Math.round((100 * Math.sqrt(variance)) / mean)
}
