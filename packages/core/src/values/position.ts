import gcoordModule from 'gcoord'
import { TallyError } from '../kernel/error.ts'
import { isInShiftedArea } from './mainland-area.ts'

/** `wgs84`: satellites and browsers. `gcj02`: mainland maps (Amap, Tencent). `bd09`: Baidu. Up to 1.5 km apart. */
export const datums = ['wgs84', 'gcj02', 'bd09'] as const
export type Datum = (typeof datums)[number]

export interface Coordinates {
  /** Degrees, −90 to 90. */
  readonly latitude: number
  /** Degrees, −180 to 180. */
  readonly longitude: number
  readonly datum: Datum
}

export interface Position extends Coordinates {
  /** Radius of the circle the device vouches for. */
  readonly accuracyMetres: number
  /** ISO 8601 with offset. */
  readonly takenAt?: string | undefined
}

type LongitudeLatitude = [number, number]

/** The part of gcoord that is used here. */
interface Gcoord {
  readonly WGS84: string
  readonly GCJ02: string
  readonly BD09: string
  transform(position: LongitudeLatitude, from: string, to: string): LongitudeLatitude
}

// Its types say a module or the object itself, as the resolution goes; at run time it is the object, in Node and bundles.
const gcoord = gcoordModule as unknown as Gcoord
const CRS = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const

/** No mainland shift is longer than this in degrees; used to look before calling the inverse. */
const MAX_SHIFT_DEGREES = 0.02

/**
 * The same place in another datum. On the mainland coordinates are shifted; in Hong Kong, Macao, Taiwan and abroad all
 * datums are taken as equal, and only the label changes. There and back again differs by less than half a metre.
 *
 * Not checked: that the coordinates were taken in the datum they claim. Within one shift (about 600 m) of Hong Kong and
 * Macao a GCJ-02 point can mean two places; the mainland one is taken.
 * @see isInShiftedArea for where the line is drawn and how well
 */
export function toDatum<T extends Coordinates>(position: T, datum: Datum): T {
  if (position.datum === datum) return position
  const wgs84 = shiftedOrigin(position)
  if (!wgs84) return { ...position, datum }
  const [longitude, latitude] = gcoord.transform(wgs84, gcoord.WGS84, CRS[datum])
  return { ...position, longitude, latitude, datum }
}

/** The point in WGS-84 when it lies where maps are shifted, else undefined. */
function shiftedOrigin({ longitude, latitude, datum }: Coordinates): [number, number] | undefined {
  const given: [number, number] = [longitude, latitude]
  if (datum === 'wgs84') return isInShiftedArea(longitude, latitude) ? given : undefined
  // The inverse is an iteration that need not end at the edge of gcoord's own rectangle: never call it far out.
  if (!mayBeShifted(longitude, latitude)) return undefined
  const wgs84 = gcoord.transform(given, CRS[datum], gcoord.WGS84)
  return isInShiftedArea(wgs84[0], wgs84[1]) ? wgs84 : undefined
}

function mayBeShifted(longitude: number, latitude: number): boolean {
  const [west, east, south, north] = [73.5, 134.9, 15.7, 54]
  const slack = MAX_SHIFT_DEGREES
  return (
    longitude >= west - slack && longitude <= east + slack && latitude >= south - slack && latitude <= north + slack
  )
}

/** The mean radius of the Earth (IUGG). */
const EARTH_RADIUS_METRES = 6_371_008.8

/**
 * The distance between two points on a sphere, good to half a percent.
 *
 * @throws TallyError `datum_mismatch` when the points are in different datums: convert one with `toDatum` first.
 */
export function distanceMetres(a: Coordinates, b: Coordinates): number {
  if (a.datum !== b.datum) {
    throw new TallyError('datum_mismatch', 'Distances need both points in one datum', {
      detail: { datums: [a.datum, b.datum] },
    })
  }
  const [latitudeA, latitudeB] = [radians(a.latitude), radians(b.latitude)]
  const halfLatitude = Math.sin((latitudeB - latitudeA) / 2)
  const halfLongitude = Math.sin(radians(b.longitude - a.longitude) / 2)
  const square = halfLatitude ** 2 + Math.cos(latitudeA) * Math.cos(latitudeB) * halfLongitude ** 2
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(square)))
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
