import { type GridIndex, within } from './grid-index.ts'

/** Rounding error of the orientation test, relative to its terms (Shewchuk's first bound is 3.3e-16). */
const errorBound = 1e-15

/**
 * Whether a point lies inside, by counting the edges a ray to the east crosses, polygon by polygon, in the point's row only. Undefined
 * when the point is so near an edge, or so exactly beside a corner, that rounding could decide: then the exact test must.
 */
export function crosses(x: number, y: number, grid: GridIndex): boolean | undefined {
  const { edges, owners, rowStarts, rowEdges } = grid
  const row = within((y - grid.south) / grid.cellHeight, grid.rows)
  const end = rowStarts[row + 1] as number
  let owner = -1
  let odd = false
  for (let at = rowStarts[row] as number; at < end; at += 1) {
    const edge = rowEdges[at] as number
    if (owners[edge] !== owner) {
      if (odd) return true
      owner = owners[edge] as number
    }
    const y1 = edges[edge * 4 + 1] as number
    const y2 = edges[edge * 4 + 3] as number
    if (y1 === y || y2 === y) return undefined
    if (y1 > y === y2 > y) continue
    const x1 = edges[edge * 4] as number
    const left = ((edges[edge * 4 + 2] as number) - x1) * (y - y1)
    const right = (x - x1) * (y2 - y1)
    const turn = left - right
    if (Math.abs(turn) <= errorBound * (Math.abs(left) + Math.abs(right))) return undefined
    if (turn > 0 === y2 > y1) odd = !odd
  }
  return odd
}
