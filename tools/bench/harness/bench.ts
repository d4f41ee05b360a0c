/** What a file of `tools/bench` exports as `bench`. */
export type Bench = (context: BenchContext) => Promise<BenchReport>

export interface BenchContext {
  /** What stood behind the name on the command line, without `--json` and `--record`. */
  readonly args: readonly string[]
  /** A line for a person who waits. */
  readonly say: (line: string) => void
}

export interface Result {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface BenchReport {
  readonly results: Readonly<Record<string, Result>>
  /** Figures that compare two results of this run, so that they hold on another machine too. */
  readonly ratios: Readonly<Record<string, number>>
  /** What is neither a rate nor a ratio, with the unit in the name (`memoryMiB`, `callsPerGroup`). */
  readonly figures?: Readonly<Record<string, number>> | undefined
  /** Bytes of each bundle after gzip. */
  readonly sizes?: Readonly<Record<string, number>> | undefined
  readonly interactiveMs?: number | undefined
  /** Of what was measured beside Node, V8 and SQLite: peers, servers, browsers. */
  readonly versions?: Readonly<Record<string, string>> | undefined
}
