import type { Answer } from './answer.ts'

/**
 * Three answers for a position that is known to within `accuracyMetres`, `marginMetres` inside an edge (negative: outside).
 * Circle wholly inside: yes. Wholly outside: no. Crossing the edge: nobody knows, a better fix is needed.
 */
export function judgeMargin(marginMetres: number, accuracyMetres: number): Answer {
  if (marginMetres >= accuracyMetres) return true
  return -marginMetres > accuracyMetres ? false : 'position_inaccurate'
}
