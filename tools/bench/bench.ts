/** What a file of this folder exports as `bench`. */
export type Bench = (context: BenchContext) => Promise<BenchReport>

export interface BenchContext {
  /** What stood behind the name on the command line, without `--json`. */
  readonly args: readonly string[]
  /** A line for a person who waits. */
  readonly say: (line: string) => void
}

export interface BenchReport {
  /** Flat figures by name, with the unit in the name (`claimsPerSecond`, `p99Milliseconds`). */
  readonly results: Readonly<Record<string, number>>
  /** Figures that compare two results of this run, so that they hold on another machine too. */
  readonly ratios: Readonly<Record<string, number>>
}
