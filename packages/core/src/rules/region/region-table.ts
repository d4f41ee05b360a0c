import { parseRegion } from './parse-region.ts'
import { regionData } from './region-data.ts'
import { provinceOf } from './region-relations.ts'

/** What a code stood for through some years. Codes are numbers without trailing zeros, as from `parseRegion`. */
export interface RegionUse {
  /** Year of the first yearly table that has it; undefined where that is the first of all. */
  readonly from: number | undefined
  /** Year of the first yearly table that no longer has it; undefined for a code in use. */
  readonly until: number | undefined
  /** The region of today: the code itself, its successor, or the city or province where nothing closer is known. */
  readonly today: number
}

/** What region codes mean. */
export interface RegionTable {
  /** The day up to which changes are in the table, YYYY-MM-DD. */
  readonly asOf: string
  /** The year at whose end the table begins. A code that was gone before is not in it. */
  readonly firstYear: number
  /**
   * The regions of today that a code may mean: itself when it is in use; its successors when it was merged or renamed; both when a code
   * was given out a second time; its province when nothing closer is known. Empty for a code that is in no table.
   */
  meanings(code: number): readonly number[]
  /** The same with the years, oldest first. */
  uses(code: number): readonly RegionUse[]
}

/** Text forms, written by tools/regions/pack-regions.ts: current `code[.from]`, former `code>today.until[.from]`. */
interface PackedRegions {
  readonly asOf: string
  readonly firstYear: number
  /** By the first two digits. */
  readonly provinces: Readonly<Record<number, { readonly current: string; readonly former: string }>>
}

/** 512531 was Gao County until 1996 and is 511525 today. See the data's own file for source and licence. */
export const regionTable: RegionTable = decodeRegions(regionData)

interface Known {
  readonly uses: readonly RegionUse[]
  readonly meanings: readonly number[]
}

const unknown: Known = Object.freeze({ uses: [], meanings: [] })

/** A province is unpacked when somebody asks about it. */
function decodeRegions({ asOf, firstYear, provinces }: PackedRegions): RegionTable {
  const unpacked = new Map<number, ReadonlyMap<number, Known>>()
  const find = (code: number): Known => {
    const province = provinceOf(code)
    let known = unpacked.get(province)
    if (known === undefined) {
      const packed = Object.hasOwn(provinces, province) ? provinces[province] : undefined
      if (packed === undefined) return unknown
      known = unpack(packed)
      unpacked.set(province, known)
    }
    return known.get(code) ?? unknown
  }
  return { asOf, firstYear, meanings: (code) => find(code).meanings, uses: (code) => find(code).uses }
}

/** Codes stand in ascending order, each as its difference from the one before; all numbers in base 36. */
function unpack({ current, former }: PackedRegions['provinces'][number]): ReadonlyMap<number, Known> {
  const uses = new Map<number, RegionUse[]>()
  let last = 0
  for (const entry of former === '' ? [] : former.split(' ')) {
    const [step = '', rest = ''] = entry.split('>')
    last += number(step)
    const [today = '', until = '', from] = rest.split('.')
    add(uses, stemOf(last), {
      from: from === undefined ? undefined : number(from),
      until: number(until),
      today: stemOf(number(today)),
    })
  }
  last = 0
  for (const entry of current.split(' ')) {
    const [step = '', from] = entry.split('.')
    last += number(step)
    add(uses, stemOf(last), {
      from: from === undefined ? undefined : number(from),
      until: undefined,
      today: stemOf(last),
    })
  }
  const known = new Map<number, Known>()
  for (const [code, all] of uses) known.set(code, { uses: all, meanings: [...new Set(all.map(({ today }) => today))] })
  return known
}

function add(uses: Map<number, RegionUse[]>, code: number, use: RegionUse): void {
  const others = uses.get(code)
  if (others === undefined) uses.set(code, [use])
  else others.push(use)
}

function number(text: string): number {
  return Number.parseInt(text, 36)
}

function stemOf(sixDigits: number): number {
  return parseRegion(String(sixDigits))
}
