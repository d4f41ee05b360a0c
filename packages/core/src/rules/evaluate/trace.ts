import { held, type Truth, unknown } from './truth.ts'

/** One condition of an evaluation. Values are left out: a trace may be kept longer than the facts. */
export interface TraceNode {
  readonly kind: 'all' | 'any' | 'fact' | 'effective'
  readonly path: string
  /** `notAsked`: a neighbour had settled the matter. */
  readonly result: 'held' | 'failed' | 'unknown' | 'notAsked'
  readonly fact?: string
  readonly operator?: string
  readonly problem?: string
  readonly children?: readonly TraceNode[]
}

export function resultOf(truth: Truth | 0 | undefined): TraceNode['result'] {
  if (truth === undefined || truth === 0) return 'notAsked'
  if (truth === held) return 'held'
  return truth === unknown ? 'unknown' : 'failed'
}
