import pointInPolygon from 'point-in-polygon-hao'
import type { Polygon } from './polygons-in.ts'

/** Holes are outside. A point on an edge, a hole's too, is inside. Exact: the orientation test is robust (Hao et al. 2018). */
export function isInsidePolygon(latitude: number, longitude: number, polygon: Polygon): boolean {
  return pointInPolygon([longitude, latitude], polygon as unknown as number[][][]) !== false
}
