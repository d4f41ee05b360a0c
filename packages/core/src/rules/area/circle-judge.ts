import { type Coordinates, distanceMetres } from '../../values/position.ts'
import type { Answer } from '../operators/answer.ts'
import { judgeMargin } from '../operators/judge-margin.ts'

const earthRadiusMetres = 6_371_008.8
const radian = Math.PI / 180
const squareMost = (earthRadiusMetres * 1.001) ** 2
const squareLeast = (earthRadiusMetres * 0.999) ** 2
/** Beyond this, in radians, the bounds are not kept tight enough to be of use. */
const near = 0.1

/**
 * Whether a position's accuracy circle lies within a circle on the sphere. Exact only where it must be: a bound from above and one from
 * below, without trigonometry, settle whatever is not within a part in a thousand of the edge.
 */
export function circleJudge(centre: Coordinates, radiusMetres: number) {
  const cosine = Math.cos(centre.latitude * radian)
  return (position: Coordinates, accuracyMetres: number): Answer => {
    const north = Math.abs(position.latitude - centre.latitude) * radian
    const east = Math.abs(position.longitude - centre.longitude) * radian
    if (north < near && east < near) {
      // The cosine of the position's latitude differs from the centre's by at most the angle between them.
      const squareNorth = north * north
      const scaled = cosine * east * east
      const most = squareMost * (squareNorth + scaled * (cosine + north))
      const inner = radiusMetres - accuracyMetres
      if (inner >= 0 && most <= inner * inner) return true
      const least = squareLeast * (squareNorth + scaled * Math.max(0, cosine - north))
      const outer = radiusMetres + accuracyMetres
      if (least > outer * outer) return false
    } else if (earthRadiusMetres * 0.999 * north - accuracyMetres > radiusMetres) return false
    return judgeMargin(radiusMetres - distanceMetres(centre, position), accuracyMetres)
  }
}
