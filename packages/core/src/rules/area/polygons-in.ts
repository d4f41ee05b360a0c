import type { ValueProblem } from '../operators/value-problem.ts'

/** Longitude, latitude in degrees: GeoJSON's order. */
export type Corner = readonly [longitude: number, latitude: number]
/** Outer ring first, then holes; each ring closed. */
export type Polygon = readonly (readonly Corner[])[]

/** Enough for a province's boundary; a finer one is simplified before it comes here. */
const maxCorners = 200_000
const maxFeatures = 1_000

/**
 * The polygons in GeoJSON of the types Polygon, MultiPolygon, Feature, FeatureCollection, or in the bare coordinates of one of the
 * first two. Rings are closed if they are not. Not checked: whether rings cross themselves or holes lie inside.
 */
export function polygonsIn(shape: unknown): readonly Polygon[] | ValueProblem {
  const polygons: Polygon[] = []
  let corners = 0
  for (const coordinates of coordinatesIn(shape)) {
    for (const rings of isPolygon(coordinates) ? [coordinates] : asList(coordinates)) {
      const polygon: (readonly Corner[])[] = []
      for (const ring of asList(rings)) {
        const closed = ringOf(ring)
        if (!Array.isArray(closed)) return closed as ValueProblem
        corners += closed.length
        if (corners > maxCorners) return invalid(`more than ${maxCorners} corners`)
        polygon.push(closed)
      }
      if (polygon.length > 0) polygons.push(polygon)
    }
  }
  return polygons.length > 0 ? polygons : invalid('no polygon in it')
}

function coordinatesIn(shape: unknown): readonly unknown[] {
  if (Array.isArray(shape)) return [shape]
  if (typeof shape !== 'object' || shape === null) return []
  const { type, coordinates, geometry, features } = shape as Readonly<Record<string, unknown>>
  if (type === 'Polygon' || type === 'MultiPolygon') return [coordinates]
  if (type === 'Feature') return geometryCoordinates(geometry)
  if (type !== 'FeatureCollection') return []
  return asList(features)
    .slice(0, maxFeatures)
    .flatMap((feature) => geometryCoordinates((feature as { geometry?: unknown } | null)?.geometry))
}

function geometryCoordinates(geometry: unknown): readonly unknown[] {
  const { type, coordinates } = (geometry ?? {}) as Readonly<Record<string, unknown>>
  return type === 'Polygon' || type === 'MultiPolygon' ? [coordinates] : []
}

/** Polygon coordinates are three lists deep, MultiPolygon's four. */
function isPolygon(coordinates: unknown): boolean {
  const corner = asList(asList(asList(coordinates)[0])[0])
  return typeof corner[0] === 'number'
}

function ringOf(ring: unknown): readonly Corner[] | ValueProblem {
  const corners: Corner[] = []
  for (const corner of asList(ring)) {
    const [longitude, latitude] = asList(corner)
    if (!isDegrees(longitude, 180) || !isDegrees(latitude, 90)) {
      return { ...invalid('a corner is no position on Earth'), hint: 'longitude first, then latitude' }
    }
    corners.push([longitude, latitude])
  }
  const first = corners[0]
  const last = corners.at(-1)
  if (first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1])) corners.push(first)
  return corners.length >= 4 ? corners : invalid('a ring needs three different corners')
}

function isDegrees(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function invalid(message: string): ValueProblem {
  return { code: 'geometry_invalid', message }
}
