import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Datum, toDatum } from '../../values/position.ts'
import { compiled } from '../testing/compiled.ts'

const at = { now: 0 }
const degree = 111_195 // metres along a meridian

function decided(operator: string, value: unknown, position: unknown, geometries = {}) {
  const decision = compiled({ fact: 'position', operator, value }, { geometries }).evaluate(
    { client: { position } },
    at,
  )
  return { eligible: 'yes', ineligible: 'no', undecided: decision.reasons[0]?.problem }[decision.outcome]
}

function place(latitude: number, longitude: number, accuracyMetres = 0, datum: Datum = 'wgs84') {
  return { latitude, longitude, accuracyMetres, datum }
}

describe('withinCircle', () => {
  const circle = { latitude: 28.43, longitude: 104.52, radiusMetres: 5_000, datum: 'wgs84' }
  const away = (metres: number) => 28.43 + metres / degree

  it.each([
    ['accuracy circle wholly inside', away(4_000), 900, 'yes'],
    ['touching the edge from inside', away(4_000), 1_200, 'position_inaccurate'],
    ['outside, but may be inside', away(5_500), 600, 'position_inaccurate'],
    ['accuracy circle wholly outside', away(5_500), 400, 'no'],
    ['an accuracy larger than the circle', away(0), 6_000, 'position_inaccurate'],
    ['a poor fix far away', away(80_000), 50_000, 'no'],
    ['an honest indoor phone near the middle', away(100), 800, 'yes'],
  ])('%s', (_what, latitude, accuracy, answer) => {
    expect(decided('withinCircle', circle, place(latitude, 104.52, accuracy))).toBe(answer)
  })

  it('converts the datum: the same place in another one is as far away', () => {
    const tight = { ...circle, radiusMetres: 50 }
    for (const datum of ['gcj02', 'bd09'] as const) {
      expect(decided('withinCircle', tight, toDatum(place(28.43, 104.52, 10), datum))).toBe('yes')
      // The same numbers in another datum are another place, hundreds of metres off.
      expect(decided('withinCircle', tight, place(28.43, 104.52, 10, datum))).toBe('no')
    }
  })
})

describe('a position that is not good enough', () => {
  const circle = { latitude: 28.43, longitude: 104.52, radiusMetres: 5_000, datum: 'wgs84' }

  it.each([
    ['datum_missing', { latitude: 28.43, longitude: 104.52, accuracyMetres: 10 }],
    ['datum_unknown', { latitude: 28.43, longitude: 104.52, accuracyMetres: 10, datum: 'cgcs2000' }],
    ['accuracy_missing', { latitude: 28.43, longitude: 104.52, datum: 'wgs84' }],
    ['accuracy_invalid', { latitude: 28.43, longitude: 104.52, accuracyMetres: -1, datum: 'wgs84' }],
    ['position_invalid', { latitude: 104.52, longitude: 28.43, accuracyMetres: 1, datum: 'wgs84' }],
    ['position_invalid', { latitude: '28.43', longitude: 104.52, accuracyMetres: 1, datum: 'wgs84' }],
    ['wrong_type', 'Gaoxian'],
    ['missing', undefined],
  ])('THR-C10 is unknown with the problem %s', (problem, position) => {
    expect(decided('withinCircle', circle, position)).toBe(problem)
  })
})

describe('withinPolygon', () => {
  // One degree square with a hole in its middle, and an island to the east.
  const box = (west: number, south: number, size: number) => [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ]
  const holed = [box(104, 28, 1), box(104.4, 28.4, 0.2)]
  const city = { datum: 'wgs84', polygon: [holed, [box(106, 28, 0.5)]] } as const
  const named = { region: 'city' }

  it.each([
    ['inside', place(28.1, 104.1, 20), 'yes'],
    ['in the hole', place(28.5, 104.5, 20), 'no'],
    ['on the island', place(28.25, 106.25, 20), 'yes'],
    ['between', place(28.25, 105.5, 20), 'no'],
    ['far away', place(39.9, 116.4, 5_000), 'no'],
    ['on the edge, exactly', place(28.5, 104, 0), 'yes'],
    ['on a corner, exactly', place(28, 104, 0), 'yes'],
    ['on the edge of the hole, exactly', place(28.4, 104.5, 0), 'yes'],
    ['on the edge, with an accuracy', place(28.5, 104, 5), 'position_inaccurate'],
    ['100 m inside, good to 80 m', place(28 + 100 / degree, 104.5, 80), 'yes'],
    ['100 m inside, good to 120 m', place(28 + 100 / degree, 104.5, 120), 'position_inaccurate'],
    ['100 m outside, good to 120 m', place(28 - 100 / degree, 104.5, 120), 'position_inaccurate'],
    ['100 m outside, good to 80 m', place(28 - 100 / degree, 104.5, 80), 'no'],
    ['100 m from the hole, good to 120 m', place(28.4 - 100 / degree, 104.5, 120), 'position_inaccurate'],
    ['an accuracy that covers everything', place(28.5, 104.5, 90_000), 'position_inaccurate'],
  ])('%s', (_what, position, answer) => {
    expect(decided('withinPolygon', named, position, { city })).toBe(answer)
  })

  it.each([
    ['Polygon', { type: 'Polygon', coordinates: [box(104, 28, 1)] }],
    ['MultiPolygon', { type: 'MultiPolygon', coordinates: [[box(104, 28, 1)]] }],
    ['Feature', { type: 'Feature', properties: null, geometry: { type: 'Polygon', coordinates: [box(104, 28, 1)] } }],
    [
      'FeatureCollection',
      {
        type: 'FeatureCollection',
        features: [{ type: 'Feature', geometry: { type: 'Polygon', coordinates: [box(104, 28, 1)] } }],
      },
    ],
    ['bare coordinates', [box(104, 28, 1)]],
    ['a ring that is not closed', [box(104, 28, 1).slice(0, 4)]],
  ])('reads GeoJSON: %s', (_what, polygon) => {
    expect(decided('withinPolygon', { datum: 'wgs84', polygon }, place(28.5, 104.5, 20))).toBe('yes')
    expect(decided('withinPolygon', { datum: 'wgs84', polygon }, place(27.5, 104.5, 20))).toBe('no')
  })

  it.each([
    ['no shape', null],
    ['a point', { type: 'Point', coordinates: [104, 28] }],
    [
      'two corners',
      [
        [
          [104, 28],
          [105, 28],
          [104, 28],
        ],
      ],
    ],
    [
      'corners off the Earth',
      [
        [
          [204, 28],
          [205, 28],
          [205, 29],
        ],
      ],
    ],
    [
      'corners of text',
      [
        [
          ['104', '28'],
          ['105', '28'],
          ['105', '29'],
        ],
      ],
    ],
    ['a broken second ring', [box(104, 28, 1), 'hole']],
  ])('refuses %s', (_what, polygon) => {
    expect(() => decided('withinPolygon', { datum: 'wgs84', polygon }, place(28, 104))).toThrow('geometry_invalid')
  })

  it('converts the datum before it looks', () => {
    const gcj = { datum: 'gcj02', polygon: [box(104, 28, 1)] }
    const justInside = place(28.5, 104.0005, 5, 'gcj02')
    expect(decided('withinPolygon', gcj, justInside)).toBe('yes')
    expect(decided('withinPolygon', gcj, toDatum(justInside, 'wgs84'))).toBe('yes')
    expect(decided('withinPolygon', gcj, { ...justInside, datum: 'bd09' })).toBe('no')
  })

  it('a better fix never turns one settled answer into the other', () => {
    const latitude = fc.double({ min: 27.9, max: 29.1, noNaN: true })
    const longitude = fc.double({ min: 103.9, max: 105.1, noNaN: true })
    const accuracy = fc.integer({ min: 0, max: 20_000 })
    fc.assert(
      fc.property(latitude, longitude, accuracy, accuracy, (lat, lon, one, other) => {
        const [fine, coarse] = [Math.min(one, other), Math.max(one, other)]
        const poor = decided('withinPolygon', named, place(lat, lon, coarse), { city })
        const good = decided('withinPolygon', named, place(lat, lon, fine), { city })
        if (poor !== 'position_inaccurate') expect(good).toBe(poor)
      }),
    )
  })
})
