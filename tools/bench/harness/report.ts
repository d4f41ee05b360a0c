import type { BenchReport } from './bench.ts'
import type { Machine } from './machine.ts'

/** What `--json` prints as its last line. */
export interface Report extends BenchReport {
  readonly name: string
  readonly machine: Machine
  readonly versions: Readonly<Record<string, string>>
}
