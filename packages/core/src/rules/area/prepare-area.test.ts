import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeMargin } from '../operators/judge-margin.ts'
import { isInsidePolygon } from './is-inside-polygon.ts'
import { polygonsIn } from './polygons-in.ts'
import { prepareArea } from './prepare-area.ts'
import { edgeDistanceMetres } from './testing/edge-distance-metres.ts'

const star = (corners: number, longitude: number, latitude: number, reach: number) =>
  Array.from({ length: corners }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI
    const radius = reach * (1 + 0.4 * Math.sin(7 * angle) + 0.2 * Math.sin(31 * angle))
    return [longitude + radius * Math.cos(angle), latitude + radius * Math.sin(angle)]
  })

describe('an indexed area', () => {
  it.each([3, 4, 40, 2_000])(
    'answers as looking at every edge does, with %s corners, holes and two overlapping parts',
    (corners) => {
      const shape = [[star(corners, 104.5, 28.4, 0.3), star(5, 104.5, 28.4, 0.1)], [star(corners, 104.8, 28.5, 0.2)]]
      const polygons = polygonsIn(shape)
      const area = prepareArea({ datum: 'wgs84', polygon: shape })
      if ('code' in polygons || 'code' in area) throw new Error('a sound shape')
      const place = fc.record({
        latitude: fc.double({ min: 27.8, max: 29.2, noNaN: true }),
        longitude: fc.double({ min: 103.8, max: 105.4, noNaN: true }),
        accuracyMetres: fc.oneof(
          fc.double({ min: 0, max: 300, noNaN: true }),
          fc.double({ min: 0, max: 60_000, noNaN: true }),
        ),
      })
      fc.assert(
        fc.property(place, ({ latitude, longitude, accuracyMetres }) => {
          const distance = edgeDistanceMetres(latitude, longitude, polygons.flat())
          const inside = polygons.some((polygon) => isInsidePolygon(latitude, longitude, polygon))
          const expected = judgeMargin(inside ? distance : -distance, accuracyMetres)
          expect(area.judge(latitude, longitude, accuracyMetres)).toBe(expected)
        }),
        { numRuns: corners > 1_000 ? 150 : 600 },
      )
    },
  )

  it('counts corners and points on edges as inside', () => {
    const square = [
      [104, 28],
      [105, 28],
      [105, 29],
      [104, 29],
    ]
    const area = prepareArea({ datum: 'wgs84', polygon: [square] })
    if ('code' in area) throw new Error('a sound shape')
    for (const [longitude = 0, latitude = 0] of [...square, [104.5, 28], [105, 28.25]]) {
      expect(area.judge(latitude, longitude, 0)).toBe(true)
    }
    expect(area.judge(28.5, 105.000_001, 0)).toBe(false)
  })
})
