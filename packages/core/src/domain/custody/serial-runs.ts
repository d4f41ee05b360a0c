/** A first and a last number, both included. */
export type Run = readonly [first: number, last: number]

/** Numbers as runs without gaps, ascending: cards of a box are a line, not a list. */
export function runsOf(numbers: Iterable<number>): Run[] {
  const runs: Run[] = []
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && last[1] === number - 1) runs[runs.length - 1] = [last[0], number]
    else runs.push([number, number])
  }
  return runs
}
