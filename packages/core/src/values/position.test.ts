import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInShiftedArea } from './mainland-area.ts'
import { type Datum, datums, distanceMetres, toDatum } from './position.ts'
import { positionInput } from './position-schema.ts'

const point = (longitude: number, latitude: number, datum: Datum = 'wgs84') => ({ longitude, latitude, datum })
/** How far the numbers move when they are written in another datum. */
const shiftMetres = (longitude: number, latitude: number, datum: Datum) =>
  distanceMetres(point(longitude, latitude), { ...toDatum(point(longitude, latitude), datum), datum: 'wgs84' })

const mainland: [string, number, number][] = [
  ['高县', 104.518, 28.436],
  ['Beijing', 116.3974, 39.9087],
  ['Shenzhen, Futian', 114.05, 22.53],
  ['Shenzhen, Luohu', 114.13, 22.56],
  ['Shenzhen, Shekou', 113.91, 22.485],
  ['Shenzhen, Yantian', 114.28, 22.59],
  ['Shenzhen, Dapeng', 114.48, 22.59],
  ['Zhuhai, Gongbei', 113.55, 22.225],
  ['Zhuhai, Hengqin', 113.52, 22.13],
  ['Zhuhai, Wanzai', 113.52, 22.2],
  ['Xiamen', 118.1, 24.48],
  ['Pingtan', 119.79, 25.5],
  ['Kashgar', 75.99, 39.47],
  ['Tashkurgan', 75.23, 37.77],
  ['Mohe', 122.54, 52.97],
  ['Fuyuan', 134.3, 48.36],
  ['Hunchun', 130.36, 42.86],
  ['Dandong', 124.36, 40.13],
  ['Sanya', 109.51, 18.25],
  ['Ruili', 97.85, 24.01],
  ['Yining', 81.32, 43.91],
  ['Altay', 88.14, 47.84],
  ['Erenhot', 111.97, 43.65],
  ['Manzhouli', 117.43, 49.6],
]

const elsewhere: [string, number, number][] = [
  ['Hong Kong, Central', 114.158, 22.281],
  ['Hong Kong, Sheung Shui', 114.128, 22.501],
  ['Hong Kong, Yuen Long', 114.03, 22.445],
  ['Hong Kong, Lau Fau Shan', 113.983, 22.468],
  ['Hong Kong, airport', 113.915, 22.308],
  ['Hong Kong, Tung Ping Chau', 114.433, 22.543],
  ['Macao, St Paul', 113.5409, 22.1975],
  ['Macao, Taipa', 113.558, 22.156],
  ['Macao, Coloane', 113.566, 22.118],
  ['Taipei', 121.52, 25.04],
  ['Kaohsiung', 120.3, 22.62],
  ['Penghu', 119.57, 23.57],
  ['Kinmen', 118.32, 24.43],
  ['Matsu', 119.94, 26.15],
  ['Hanoi', 105.85, 21.03],
  ['Ulaanbaatar', 106.91, 47.92],
  ['Seoul', 126.98, 37.57],
  ['Pyongyang', 125.75, 39.03],
  ['Vladivostok', 131.9, 43.12],
  ['Almaty', 76.93, 43.25],
  ['Bishkek', 74.6, 42.87],
  ['Kathmandu', 85.32, 27.71],
  ['Thimphu', 89.64, 27.47],
  ['Vientiane', 102.6, 17.97],
  ['Tokyo', 139.69, 35.69],
  ['Paris', 2.35, 48.86],
  ['Sydney', 151.21, -33.87],
]

describe('isInShiftedArea', () => {
  it.each(mainland)('is true in %s', (_, longitude, latitude) => {
    expect(isInShiftedArea(longitude, latitude)).toBe(true)
  })

  it.each(elsewhere)('is false in %s', (_, longitude, latitude) => {
    expect(isInShiftedArea(longitude, latitude)).toBe(false)
  })
})

describe('THR-C10 toDatum', () => {
  it.each(mainland)('shifts %s by what maps shift it', (_, longitude, latitude) => {
    const metres = shiftMetres(longitude, latitude, 'gcj02')
    expect(metres).toBeGreaterThan(100)
    expect(metres).toBeLessThan(1_000)
    expect(shiftMetres(longitude, latitude, 'bd09')).toBeGreaterThan(300)
  })

  it('agrees with the published figures for Beijing', () => {
    const gcj02 = toDatum(point(116.404, 39.915), 'gcj02')
    expect(gcj02.longitude).toBeCloseTo(116.41024449916938, 9)
    expect(gcj02.latitude).toBeCloseTo(39.91640428150164, 9)
    const bd09 = toDatum(point(116.404, 39.915, 'gcj02'), 'bd09')
    expect(bd09.longitude).toBeCloseTo(116.41036949371029, 5)
    expect(bd09.latitude).toBeCloseTo(39.92133699351022, 5)
  })

  it.each(elsewhere)('leaves %s where it is in every datum', (_, longitude, latitude) => {
    for (const from of datums) {
      for (const datum of datums) {
        expect(toDatum(point(longitude, latitude, from), datum)).toEqual(point(longitude, latitude, datum))
      }
    }
  })

  it('comes back to within half a metre, anywhere well inside the mainland', () => {
    const inland = fc.record({
      longitude: fc.double({ min: 100, max: 115, noNaN: true }),
      latitude: fc.double({ min: 24, max: 40, noNaN: true }),
      from: fc.constantFrom(...datums),
      to: fc.constantFrom(...datums),
    })
    fc.assert(
      fc.property(inland, ({ longitude, latitude, from, to }) => {
        const start = point(longitude, latitude, from)
        expect(distanceMetres(start, toDatum(toDatum(start, to), from))).toBeLessThan(0.5)
      }),
    )
  })

  it('ends for every point on Earth, at the edges of the shifted area too', () => {
    const anywhere = fc.oneof(
      fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })),
      fc.tuple(fc.double({ min: 71.9, max: 72.1, noNaN: true }), fc.double({ min: 0, max: 56, noNaN: true })),
      fc.tuple(fc.double({ min: 137.7, max: 137.9, noNaN: true }), fc.double({ min: 0, max: 56, noNaN: true })),
      fc.tuple(fc.double({ min: 72, max: 138, noNaN: true }), fc.double({ min: 55.7, max: 55.9, noNaN: true })),
    )
    fc.assert(
      fc.property(
        anywhere,
        fc.constantFrom(...datums),
        fc.constantFrom(...datums),
        ([longitude, latitude], from, to) => {
          const there = toDatum(point(longitude, latitude, from), to)
          expect(there.datum).toBe(to)
          expect(Math.abs(there.longitude - longitude)).toBeLessThan(0.05)
          expect(Math.abs(there.latitude - latitude)).toBeLessThan(0.05)
        },
      ),
    )
  })

  it('keeps accuracy and time', () => {
    const position = { ...point(104.5, 28.4), accuracyMetres: 20, takenAt: '2025-01-20T10:00:00+08:00' }
    expect(toDatum(position, 'gcj02')).toMatchObject({ accuracyMetres: 20, takenAt: position.takenAt, datum: 'gcj02' })
    expect(toDatum(position, 'wgs84')).toEqual(position)
  })
})

describe('distanceMetres', () => {
  it('measures known distances', () => {
    expect(distanceMetres(point(0, 0), point(0, 1))).toBeCloseTo(111_195, 0)
    expect(distanceMetres(point(0, 0), point(180, 0))).toBeCloseTo(Math.PI * 6_371_008.8, 3)
    expect(distanceMetres(point(179.9, 0), point(-179.9, 0))).toBeCloseTo(22_239, 0)
    expect(distanceMetres(point(116.4, 39.9), point(116.4, 39.9))).toBe(0)
  })

  it('THR-C10 throws datum_mismatch for two datums', () => {
    const code = 'datum_mismatch'
    expect(() => distanceMetres(point(104, 28), point(104, 28, 'gcj02'))).toThrow(expect.objectContaining({ code }))
  })
})

describe('positionInput', () => {
  const position = { latitude: 28.436, longitude: 104.518, accuracyMetres: 35, datum: 'wgs84' }

  it('takes a position with and without its time', () => {
    expect(positionInput.parse(position)).toEqual(position)
    const timed = { ...position, takenAt: '2025-01-20T10:00:00+08:00' }
    expect(positionInput.parse(timed)).toEqual(timed)
  })

  it.each([
    [{ datum: undefined }],
    [{ datum: 'WGS84' }],
    [{ accuracyMetres: undefined }],
    [{ accuracyMetres: -1 }],
    [{ accuracyMetres: 100_001 }],
    [{ latitude: 90.1 }],
    [{ longitude: -180.1 }],
    [{ latitude: Number.NaN }],
    [{ latitude: '28.4' }],
    [{ takenAt: '2025-01-20T10:00:00' }],
    [{ takenAt: 1_737_338_400_000 }],
    [{ altitude: 300 }],
  ])('THR-C10 refuses %j', (change) => {
    expect(positionInput.safeParse({ ...position, ...change }).success).toBe(false)
  })
})
