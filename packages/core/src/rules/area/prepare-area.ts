import type { Datum } from '../../values/position.ts'
import type { ValueProblem } from '../operators/value-problem.ts'
import { edgeDistanceMetres } from './edge-distance-metres.ts'
import { isInsidePolygon } from './is-inside-polygon.ts'
import { polygonsIn } from './polygons-in.ts'

/** A named place of a programme: its coordinates and what they mean. */
export interface Area {
  readonly datum: Datum
  /** GeoJSON (Polygon, MultiPolygon, Feature, FeatureCollection) or the bare coordinates of a Polygon or MultiPolygon. */
  readonly polygon: unknown
}

export interface PreparedArea {
  readonly datum: Datum
  /** Metres to the nearest edge, negative outside; a point on the edge has 0 and counts as inside. */
  marginMetres(latitude: number, longitude: number): number
}

/** Checks an area once. Overlapping polygons are one area: the edge of one inside another still counts as an edge. */
export function prepareArea({ datum, polygon }: Area): PreparedArea | ValueProblem {
  const polygons = polygonsIn(polygon)
  if ('code' in polygons) return polygons
  const rings = polygons.flat()
  return {
    datum,
    marginMetres(latitude, longitude) {
      const distance = edgeDistanceMetres(latitude, longitude, rings)
      return polygons.some((each) => isInsidePolygon(latitude, longitude, each)) ? distance : -distance
    },
  }
}
