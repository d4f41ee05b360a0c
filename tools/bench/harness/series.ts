import type { Result } from './bench.ts'

/** What one contender did: the rate of every round, and how long each call took. */
export class Series {
  readonly rates: number[] = []
  readonly waits: number[] = []

  /** Runs one round of so many calls and notes its rate; `work` pushes what each call took, in milliseconds. */
  async round(calls: number, work: (waits: number[]) => unknown): Promise<void> {
    const started = performance.now()
    await work(this.waits)
    this.rates.push((calls / (performance.now() - started)) * 1000)
  }

  get last(): number {
    return this.rates.at(-1) ?? 0
  }

  result(): Result {
    const sorted = this.waits.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
    return { perSecond: Math.round(median(this.rates)), p50Ms: rounded(at(0.5), 4), p99Ms: rounded(at(0.99), 4) }
  }
}

/** The median of each round's own ratio: neighbours in time share the machine's mood. */
export function ratio(ours: Series, theirs: Series): number {
  return rounded(median(ours.rates.map((rate, round) => rate / (theirs.rates[round] ?? Number.NaN))))
}

/** `count` calls by so many callers who each wait for their answer before they ask again. */
export async function drive(
  call: () => Promise<unknown>,
  count: number,
  callers: number,
  waits: number[] = [],
): Promise<void> {
  let left = count
  const caller = async () => {
    while (left > 0) {
      left -= 1
      const started = performance.now()
      await call()
      waits.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

export function sayRound(say: (line: string) => void, title: string, all: Readonly<Record<string, Series>>): void {
  const rates = Object.entries(all).map(
    ([name, { last }]) => `${name} ${last < 100 ? rounded(last) : Math.round(last)}/s`,
  )
  say(`${title}: ${rates.join(', ')}`)
}

export function resultsOf(all: Readonly<Record<string, Series>>): Record<string, Result> {
  return Object.fromEntries(Object.entries(all).map(([name, series]) => [name, series.result()]))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2
}

export function rounded(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
