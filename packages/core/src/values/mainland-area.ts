/** South, north, west, east in degrees of WGS-84. */
type Box = readonly [south: number, north: number, west: number, east: number]
type Point = readonly [longitude: number, latitude: number]

/**
 * Where maps are shifted, in bands of latitude, rounded outward by about ten kilometres so that no place on the mainland
 * is missed. A technical gate: it draws no boundary and says nothing about one. Checked against Natural Earth 1:10m.
 */
const SHIFTED: readonly Box[] = [
  [15.7, 17.2, 111.1, 112.9],
  [18, 19, 108.5, 110.6],
  [19, 20, 108.5, 111.1],
  [20, 21, 109.5, 111.0],
  [21, 22, 99.8, 101.9],
  [21, 22, 106.5, 113.9],
  [22, 23, 99.0, 116.6],
  [23, 24, 97.4, 117.9],
  [24, 25, 97.4, 119.1],
  [25, 26, 97.6, 120.0],
  [26, 26.5, 98.4, 120.1],
  [26.5, 27, 98.6, 120.5],
  [27, 27.5, 88.7, 89.1],
  [27, 27.5, 98.6, 121.2],
  [27.5, 28, 85.8, 89.5],
  [27.5, 28, 90.9, 121.3],
  [28, 29, 84.1, 121.8],
  [29, 30, 82.3, 122.5],
  [30, 31, 79.4, 122.6],
  [31, 32, 78.6, 122.1],
  [32, 33, 78.3, 121.9],
  [33, 34, 78.6, 121.0],
  [34, 35, 78.0, 120.5],
  [35, 36, 76.0, 120.4],
  [36, 37, 74.7, 122.6],
  [37, 38, 74.3, 122.8],
  [38, 39, 73.6, 122.0],
  [39, 40, 73.5, 124.4],
  [40, 41, 73.9, 126.2],
  [41, 42, 76.7, 128.4],
  [42, 43, 79.7, 103.2],
  [42, 43, 105.8, 131.2],
  [43, 44, 80.3, 96.3],
  [43, 44, 110.5, 131.4],
  [44, 45, 79.7, 95.5],
  [44, 45, 111.3, 131.6],
  [45, 46, 79.9, 93.3],
  [45, 46, 111.7, 112.6],
  [45, 46, 114.0, 133.8],
  [46, 47, 82.4, 91.1],
  [46, 47, 116.2, 134.2],
  [47, 48, 82.9, 90.8],
  [47, 48, 115.4, 134.9],
  [48, 49, 85.4, 89.7],
  [48, 49, 115.4, 130.9],
  [48, 49, 132.8, 134.8],
  [49, 50, 86.6, 88.0],
  [49, 50, 116.0, 130.1],
  [50, 51, 119.0, 127.7],
  [51, 52, 119.6, 127.1],
  [52, 53, 119.9, 126.7],
  [53, 54, 120.3, 125.8],
]

/** Matsu and Kinmen, which lie among the bands; Taiwan and Penghu lie east of them. */
const UNSHIFTED_ISLANDS: readonly Box[] = [
  [25.93, 26.27, 119.9, 120.02],
  [26.34, 26.4, 120.45, 120.53],
  [24.37, 24.53, 118.205, 118.5],
]

/** Hong Kong, drawn to about 300 m along the Shenzhen River and 1 km at sea. */
const HONG_KONG: readonly Point[] = [
  [113.82, 22.148],
  [114.502, 22.148],
  [114.502, 22.37],
  [114.455, 22.47],
  [114.452, 22.563],
  [114.3, 22.56],
  [114.237, 22.551],
  [114.226, 22.547],
  [114.212, 22.556],
  [114.185, 22.557],
  [114.172, 22.562],
  [114.158, 22.56],
  [114.148, 22.541],
  [114.13, 22.538],
  [114.116, 22.531],
  [114.091, 22.534],
  [114.079, 22.519],
  [114.062, 22.512],
  [114.03, 22.503],
  [113.985, 22.488],
  [113.95, 22.463],
  [113.91, 22.44],
  [113.865, 22.4],
  [113.865, 22.33],
  [113.83, 22.25],
]

/** Macao with Taipa and Coloane, drawn to about 200 m; Hengqin and Wanzai lie outside. */
const MACAO: readonly Point[] = [
  [113.5295, 22.205],
  [113.5325, 22.2125],
  [113.54, 22.2155],
  [113.549, 22.2158],
  [113.558, 22.212],
  [113.63, 22.212],
  [113.63, 22.077],
  [113.553, 22.077],
  [113.548, 22.1],
  [113.546, 22.12],
  [113.5475, 22.145],
  [113.536, 22.165],
  [113.529, 22.185],
]

/**
 * True where mainland maps shift coordinates (GCJ-02): the mainland, not Hong Kong, Macao, Taiwan or abroad.
 *
 * Limits: a strip of up to some ten kilometres beyond the land border counts as inside; along Hong Kong and Macao the
 * line is good to a few hundred metres. A border post may be on the wrong side, a town is not.
 * @param longitude degrees, WGS-84
 * @param latitude degrees, WGS-84
 */
export function isInShiftedArea(longitude: number, latitude: number): boolean {
  if (!SHIFTED.some((box) => inBox(box, longitude, latitude))) return false
  if (UNSHIFTED_ISLANDS.some((box) => inBox(box, longitude, latitude))) return false
  return !inPolygon(HONG_KONG, longitude, latitude) && !inPolygon(MACAO, longitude, latitude)
}

function inBox([south, north, west, east]: Box, longitude: number, latitude: number): boolean {
  return latitude >= south && latitude <= north && longitude >= west && longitude <= east
}

/** Counts how many edges a ray to the east crosses: an odd number means inside. */
function inPolygon(corners: readonly Point[], longitude: number, latitude: number): boolean {
  let inside = false
  let previous = corners.at(-1)
  for (const corner of corners) {
    if (previous && corner[1] > latitude !== previous[1] > latitude) {
      const share = (latitude - previous[1]) / (corner[1] - previous[1])
      if (longitude < previous[0] + share * (corner[0] - previous[0])) inside = !inside
    }
    previous = corner
  }
  return inside
}
