import type { Polygon } from './polygons-in.ts'

const earthRadiusMetres = 6_371_008.8
export const metresPerDegree = (Math.PI / 180) * earthRadiusMetres

/** Where edges lie: every cell knows its edges, every row the edges that pass it, every empty cell on which side it is. */
export interface GridIndex {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
  readonly columns: number
  readonly rows: number
  readonly cellWidth: number
  readonly cellHeight: number
  /** The same the other way round: what is asked for each position multiplies instead of dividing. */
  readonly columnsPerDegree: number
  readonly rowsPerDegree: number
  /** Four numbers an edge: from x, y to x, y (longitude, latitude), in the order of polygons. */
  readonly edges: Float64Array
  /** Number of the polygon an edge belongs to. */
  readonly owners: Uint32Array
  readonly cellStarts: Uint32Array
  readonly cellEdges: Uint32Array
  readonly rowStarts: Uint32Array
  readonly rowEdges: Uint32Array
  /** 1 where an empty cell lies inside. */
  readonly inside: Uint8Array
  /** Metres that no edge comes nearer to any point of a cell; 0 in and beside cells that have edges. */
  readonly clearMetres: Float64Array
}

/** Lays a grid over polygons, once: at most 256 cells a side, about two for each root of the edges. */
export function gridIndex(polygons: readonly Polygon[], isInside: (x: number, y: number, grid: GridIndex) => boolean) {
  const { edges, owners } = edgesOf(polygons)
  const box = boxOf(edges)
  const side = Math.min(256, Math.max(8, 2 * Math.ceil(Math.sqrt(owners.length))))
  const cellWidth = (box.east - box.west) / side || 1e-9
  const cellHeight = (box.north - box.south) / side || 1e-9
  const shape = { ...box, columns: side, rows: side, cellWidth, cellHeight }
  const { cells, rows } = touched(edges, shape)
  const byCell = grouped(cells, side * side)
  const byRow = grouped(rows, side)
  const grid: GridIndex = {
    ...shape,
    columnsPerDegree: 1 / cellWidth,
    rowsPerDegree: 1 / cellHeight,
    edges,
    owners,
    cellStarts: byCell.starts,
    cellEdges: byCell.members,
    rowStarts: byRow.starts,
    rowEdges: byRow.members,
    inside: new Uint8Array(side * side),
    clearMetres: clearances(byCell.starts, shape),
  }
  for (let cell = 0; cell < side * side; cell += 1) {
    if (byCell.starts[cell] !== byCell.starts[cell + 1]) continue
    const x = box.west + ((cell % side) + 0.5) * cellWidth
    const y = box.south + (Math.floor(cell / side) + 0.5) * cellHeight
    grid.inside[cell] = isInside(x, y, grid) ? 1 : 0
  }
  return grid
}

type Box = Pick<GridIndex, 'west' | 'south' | 'east' | 'north'>
type Shape = Box & Pick<GridIndex, 'columns' | 'rows' | 'cellWidth' | 'cellHeight'>

function edgesOf(polygons: readonly Polygon[]): { edges: Float64Array; owners: Uint32Array } {
  const edges: number[] = []
  const owners: number[] = []
  polygons.forEach((polygon, owner) => {
    for (const ring of polygon) {
      for (let index = 1; index < ring.length; index += 1) {
        const from = ring[index - 1] as readonly [number, number]
        const to = ring[index] as readonly [number, number]
        edges.push(from[0], from[1], to[0], to[1])
        owners.push(owner)
      }
    }
  })
  return { edges: Float64Array.from(edges), owners: Uint32Array.from(owners) }
}

function boxOf(edges: Float64Array): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (let at = 0; at < edges.length; at += 2) {
    const x = edges[at] as number
    const y = edges[at + 1] as number
    box.west = Math.min(box.west, x)
    box.east = Math.max(box.east, x)
    box.south = Math.min(box.south, y)
    box.north = Math.max(box.north, y)
  }
  return box
}

/** Pairs of (cell, edge) and (row, edge), a little too many rather than one too few. */
function touched(edges: Float64Array, shape: Shape): { cells: number[]; rows: number[] } {
  const cells: number[] = []
  const rows: number[] = []
  const { west, south, columns, cellWidth, cellHeight } = shape
  const slack = 1e-6
  for (let edge = 0; edge * 4 < edges.length; edge += 1) {
    const x1 = ((edges[edge * 4] as number) - west) / cellWidth
    const y1 = ((edges[edge * 4 + 1] as number) - south) / cellHeight
    const x2 = ((edges[edge * 4 + 2] as number) - west) / cellWidth
    const y2 = ((edges[edge * 4 + 3] as number) - south) / cellHeight
    const top = within(Math.max(y1, y2) + slack, shape.rows)
    for (let row = within(Math.min(y1, y2) - slack, shape.rows); row <= top; row += 1) {
      rows.push(row, edge)
      const [low, high] = spanInRow(x1, y1, x2, y2, row - slack, row + 1 + slack)
      const last = within(high + slack, columns)
      for (let column = within(low - slack, columns); column <= last; column += 1) {
        cells.push(row * columns + column, edge)
      }
    }
  }
  return { cells, rows }
}

/** From where to where, in columns, an edge runs between two heights. */
function spanInRow(x1: number, y1: number, x2: number, y2: number, bottom: number, top: number): [number, number] {
  if (y1 === y2) return [Math.min(x1, x2), Math.max(x1, x2)]
  const slope = (x2 - x1) / (y2 - y1)
  const clamp = (y: number) => Math.min(Math.max(y, Math.min(y1, y2)), Math.max(y1, y2))
  const a = x1 + (clamp(bottom) - y1) * slope
  const b = x1 + (clamp(top) - y1) * slope
  return [Math.min(a, b), Math.max(a, b)]
}

/** Index of the cell a coordinate falls in, the outermost for what lies outside. */
export function within(coordinate: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(coordinate)))
}

/** Pairs (group, member) as one list with the start of each group. */
function grouped(pairs: readonly number[], groups: number): { starts: Uint32Array; members: Uint32Array } {
  const starts = new Uint32Array(groups + 1)
  for (let at = 0; at < pairs.length; at += 2) bump(starts, (pairs[at] as number) + 1)
  for (let group = 0; group < groups; group += 1) starts[group + 1] = at(starts, group + 1) + at(starts, group)
  const next = starts.slice()
  const members = new Uint32Array(pairs.length / 2)
  for (let index = 0; index < pairs.length; index += 2) {
    const group = pairs[index] as number
    members[at(next, group)] = pairs[index + 1] as number
    bump(next, group)
  }
  return { starts, members }
}

function bump(list: Uint32Array, index: number): void {
  list[index] = at(list, index) + 1
}

function at(list: Uint32Array, index: number): number {
  return list[index] as number
}

/** How far the nearest cell with edges is, in whole cells between, as metres. */
function clearances(starts: Uint32Array, shape: Shape): Float64Array {
  const { columns, rows } = shape
  const steps = new Int32Array(columns * rows).fill(-1)
  let front: number[] = []
  for (let cell = 0; cell < steps.length; cell += 1) {
    if (starts[cell] === starts[cell + 1]) continue
    steps[cell] = 0
    front.push(cell)
  }
  for (let distance = 1; front.length > 0; distance += 1) front = spread(front, steps, distance, shape)
  const widest = Math.max(Math.abs(shape.south), Math.abs(shape.north))
  const narrow = Math.cos((Math.min(90, widest) * Math.PI) / 180) * shape.cellWidth
  const metres = Math.min(narrow, shape.cellHeight) * metresPerDegree
  // A millionth less: cells are found by rounding.
  return Float64Array.from(steps, (count) => Math.max(0, count - 1) * metres * 0.999_999)
}

function spread(front: readonly number[], steps: Int32Array, distance: number, { columns, rows }: Shape): number[] {
  const next: number[] = []
  for (const cell of front) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)]
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
        if (steps[y * columns + x] !== -1) continue
        steps[y * columns + x] = distance
        next.push(y * columns + x)
      }
    }
  }
  return next
}
