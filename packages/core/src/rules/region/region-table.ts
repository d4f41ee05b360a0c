import { parseRegion } from './parse-region.ts'
import { regionData } from './region-data.ts'

/** What region codes mean, at one date. Codes are numbers without trailing zeros, as from `parseRegion`. */
export interface RegionTable {
  /** The day up to which changes are in the table, YYYY-MM-DD. */
  readonly asOf: string
  /**
   * The regions of today that a code may mean: itself when it is in use; its successors when it was merged or renamed; both when a code
   * was given out a second time; its province when nothing closer is known. Empty for a code that never was one.
   */
  meanings(code: number): readonly number[]
}

/** 512531 was Gao County until 1996 and is 511525 today. See the data's own file for source and licence. */
export const regionTable: RegionTable = decodeRegions(regionData)

/** Text forms: current `province:city,county…;…`, former `code>code` with `|` between several successors. */
interface RegionData {
  readonly asOf: string
  readonly current: string
  readonly former: string
}

function decodeRegions({ asOf, current, former }: RegionData): RegionTable {
  let known: Map<number, readonly number[]> | undefined
  return {
    asOf,
    meanings(code) {
      known ??= decode(current, former)
      return known.get(code) ?? []
    },
  }
}

/** Both texts hold codes in ascending order, each as its difference from the one before in base 36. */
function decode(current: string, former: string): Map<number, readonly number[]> {
  const known = new Map<number, readonly number[]>()
  let last = 0
  for (const step of current.split(' ')) {
    last += Number.parseInt(step, 36)
    const code = stemOf(last)
    known.set(code, [code])
  }
  last = 0
  for (const entry of former.split(' ')) {
    const [step = '', ...successors] = entry.split('>')
    last += Number.parseInt(step, 36)
    const code = stemOf(last)
    known.set(code, [...(known.get(code) ?? []), ...successors.map((text) => stemOf(Number.parseInt(text, 36)))])
  }
  return known
}

function stemOf(sixDigits: number): number {
  return parseRegion(String(sixDigits))
}

/** Whether `inner` is `outer` or lies in it; both as from `parseRegion`. */
export function liesIn(inner: number, outer: number): boolean {
  if (inner === outer) return true
  if (outer < 100) return inner >= 100 && provinceOf(inner) === outer
  return outer < 10_000 && inner >= 100_000 && Math.floor(inner / 100) === outer
}

export function provinceOf(code: number): number {
  return code < 100 ? code : code < 10_000 ? Math.floor(code / 100) : Math.floor(code / 10_000)
}

/** Beijing, Tianjin, Shanghai, Chongqing: the whole municipality is one city. */
const municipalities: ReadonlySet<number> = new Set([11, 12, 31, 50])

/**
 * The city a region belongs to; a county under no city (429004 Xiantao) is its own. Undefined for a province, which has many.
 */
export function cityOf(code: number): number | undefined {
  const province = provinceOf(code)
  if (municipalities.has(province) || province > 70) return province
  if (code < 100) return undefined
  const city = code < 10_000 ? code : Math.floor(code / 100)
  return city % 100 === 90 ? code : city
}
