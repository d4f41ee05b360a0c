import { type Coordinates, distanceMetres } from '../../values/position.ts'
import type { Answer } from '../operators/answer.ts'
import { judgeMargin } from '../operators/judge-margin.ts'

const earthRadiusMetres = 6_371_008.8
const radian = Math.PI / 180
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
      const most = earthRadiusMetres * 1.001 * Math.sqrt(squareNorth + scaled * (cosine + north))
      if (most + accuracyMetres <= radiusMetres) return true
      const least = earthRadiusMetres * 0.999 * Math.sqrt(squareNorth + scaled * Math.max(0, cosine - north))
      if (least - accuracyMetres > radiusMetres) return false
    } else if (earthRadiusMetres * 0.999 * north - accuracyMetres > radiusMetres) return false
    return judgeMargin(radiusMetres - distanceMetres(centre, position), accuracyMetres)
  }
}
