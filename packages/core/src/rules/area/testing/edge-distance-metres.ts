import type { Corner } from '../polygons-in.ts'

/** Mean radius of the Earth (IUGG), as in `distanceMetres`. */
const earthRadiusMetres = 6_371_008.8
const metresPerDegree = (Math.PI / 180) * earthRadiusMetres

/**
 * Metres from a point to the nearest edge, on a plane laid at the point (equirectangular). Good to a metre within tens of
 * kilometres, which is where an accuracy circle can reach an edge; further off only "far" matters.
 */
export function edgeDistanceMetres(latitude: number, longitude: number, rings: readonly (readonly Corner[])[]): number {
  const east = metresPerDegree * Math.cos((latitude * Math.PI) / 180)
  let nearest = Number.POSITIVE_INFINITY
  for (const ring of rings) {
    let fromX = 0
    let fromY = 0
    let first = true
    for (const corner of ring) {
      const x = (corner[0] - longitude) * east
      const y = (corner[1] - latitude) * metresPerDegree
      if (!first) nearest = Math.min(nearest, squareToSegment(fromX, fromY, x - fromX, y - fromY))
      fromX = x
      fromY = y
      first = false
    }
  }
  return Math.sqrt(nearest)
}

/** Square of the distance from the origin to the segment that starts at (x, y) and runs along (dx, dy). */
function squareToSegment(x: number, y: number, dx: number, dy: number): number {
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(x * dx + y * dy) / length))
  const nearX = x + along * dx
  const nearY = y + along * dy
  return nearX * nearX + nearY * nearY
}
