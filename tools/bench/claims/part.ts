import type { BenchReport } from '../harness/bench.ts'

/** What one part of the claims bench found; the parts make one report. */
export type Part = Pick<BenchReport, 'results' | 'ratios' | 'figures' | 'versions'>
