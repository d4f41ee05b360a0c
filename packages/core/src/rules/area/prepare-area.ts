import type { Datum } from '../../values/position.ts'
import type { Answer } from '../operators/answer.ts'
import { judgeMargin } from '../operators/judge-margin.ts'
import type { ValueProblem } from '../operators/value-problem.ts'
import { crosses } from './crosses.ts'
import { type GridIndex, gridIndex, metresPerDegree, within } from './grid-index.ts'
import { isInsidePolygon } from './is-inside-polygon.ts'
import { polygonsIn } from './polygons-in.ts'
import { squareToSegment } from './square-to-segment.ts'

/** A named place of a programme: its coordinates and what they mean. */
export interface Area {
  readonly datum: Datum
  /** GeoJSON (Polygon, MultiPolygon, Feature, FeatureCollection) or the bare coordinates of a Polygon or MultiPolygon. */
  readonly polygon: unknown
}

export interface PreparedArea {
  readonly datum: Datum
  /**
   * Whether a circle lies inside: true when all of it does, false when none of it does, else `position_inaccurate`. The edge belongs to
   * the area. Degrees in the area's datum; metres on a plane laid at the point.
   */
  judge(latitude: number, longitude: number, accuracyMetres: number): Answer
}

/** Checks and indexes an area once. Overlapping polygons are one area: the edge of one inside another still counts as an edge. */
export function prepareArea({ datum, polygon }: Area): PreparedArea | ValueProblem {
  const polygons = polygonsIn(polygon)
  if ('code' in polygons) return polygons
  const isInside = (x: number, y: number, grid: GridIndex) =>
    crosses(x, y, grid) ?? polygons.some((each) => isInsidePolygon(y, x, each))
  const grid = gridIndex(polygons, isInside)
  const { west, south, east, north, columns, columnsPerDegree, rowsPerDegree, cellStarts, clearMetres } = grid
  const [lastColumn, lastRow] = [columns - 1, grid.rows - 1]

  return {
    datum,
    judge(latitude, longitude, accuracyMetres) {
      if (longitude < west || longitude > east || latitude < south || latitude > north) {
        if (isFurther(latitude, longitude, accuracyMetres, grid)) return false
        return judgeMargin(-nearestWithin(latitude, longitude, accuracyMetres, grid), accuracyMetres)
      }
      // No position of the box lies before its first cell. What rounding puts into the next cell is safe: edges are in both.
      const column = Math.min(Math.trunc((longitude - west) * columnsPerDegree), lastColumn)
      const cell = Math.min(Math.trunc((latitude - south) * rowsPerDegree), lastRow) * columns + column
      const empty = cellStarts[cell] === cellStarts[cell + 1]
      const inside = empty ? grid.inside[cell] === 1 : isInside(longitude, latitude, grid)
      if ((clearMetres[cell] as number) > accuracyMetres) return inside
      const distance = nearestWithin(latitude, longitude, accuracyMetres, grid)
      return judgeMargin(inside ? distance : -distance, accuracyMetres)
    },
  }
}

/** Whether the box is further away than so many metres; the east is measured only where the north does not settle it. */
function isFurther(
  latitude: number,
  longitude: number,
  metres: number,
  { west, south, east, north }: GridIndex,
): boolean {
  const metresNorth = metresPerDegree * Math.max(0, south - latitude, latitude - north)
  if (metresNorth > metres) return true
  const metresEast = metresPerDegree * Math.max(0, west - longitude, longitude - east) * eastScale(latitude)
  return metresEast * metresEast + metresNorth * metresNorth > metres * metres
}

function eastScale(latitude: number): number {
  return Math.cos((latitude * Math.PI) / 180)
}

/**
 * Metres to the nearest edge on a plane laid at the point (equirectangular), or infinity when none is as near as `reachMetres`. Good to a
 * metre within tens of kilometres, which is where an accuracy circle can reach an edge; further off only "far" matters.
 */
function nearestWithin(latitude: number, longitude: number, reachMetres: number, grid: GridIndex): number {
  const { west, south, columns, rows, cellWidth, cellHeight, cellStarts, cellEdges, edges } = grid
  const east = eastScale(latitude) * metresPerDegree
  // One part in a million more than the reach, for rounding.
  const reachNorth = (reachMetres / metresPerDegree) * 1.000_001 + 1e-12
  const reachEast = east > 0 ? (reachMetres / east) * 1.000_001 + 1e-12 : 360
  const firstColumn = within((longitude - reachEast - west) / cellWidth, columns)
  const lastColumn = within((longitude + reachEast - west) / cellWidth, columns)
  const firstRow = within((latitude - reachNorth - south) / cellHeight, rows)
  const lastRow = within((latitude + reachNorth - south) / cellHeight, rows)
  let nearest = Number.POSITIVE_INFINITY
  for (let row = firstRow; row <= lastRow; row += 1) {
    const end = cellStarts[row * columns + lastColumn + 1] as number
    for (let at = cellStarts[row * columns + firstColumn] as number; at < end; at += 1) {
      const edge = (cellEdges[at] as number) * 4
      const x = ((edges[edge] as number) - longitude) * east
      const y = ((edges[edge + 1] as number) - latitude) * metresPerDegree
      const dx = ((edges[edge + 2] as number) - (edges[edge] as number)) * east
      const dy = ((edges[edge + 3] as number) - (edges[edge + 1] as number)) * metresPerDegree
      const square = squareToSegment(x, y, dx, dy)
      if (square < nearest) nearest = square
    }
  }
  return Math.sqrt(nearest)
}
