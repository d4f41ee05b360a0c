export type RegionLevel = 'province' | 'city' | 'county'

/** Digits that carry meaning: `510000` → `51`, `511500` → `5115`, `511525` → itself; undefined for what is no code. */
function stemOf(code: string): string | undefined {
  const parts = /^([1-8]\d)(\d\d)?(\d\d)?$/.exec(code)
  if (!parts) return undefined
  const [, province = '', city = '00', county = '00'] = parts
  if (county !== '00') return city === '00' ? undefined : province + city + county
  return city === '00' ? province : province + city
}

/**
 * The level a code names; undefined when it is no code of GB/T 2260: 2, 4 or 6 digits, a province from 11 to 8x,
 * trailing `00` meaning "all of it".
 *
 * Not checked: that a region of this code exists or existed; that needs the table of names.
 * @see GB/T 2260, administrative division codes
 */
export function regionLevel(code: string): RegionLevel | undefined {
  const length = stemOf(code)?.length
  if (length === undefined) return undefined
  return length === 2 ? 'province' : length === 4 ? 'city' : 'county'
}

/** True when both texts name the same region: `51`, `5100` and `510000` do. False when either is no code. */
export function sameRegion(a: string, b: string): boolean {
  const stem = stemOf(a)
  return stem !== undefined && stem === stemOf(b)
}

/**
 * True when `inner` is `outer` or lies in it by the prefix tree: `511500` contains `511525`. False when either is no code.
 *
 * Not checked: codes that were merged or renamed (高县 was 512531 until 1996); they need the historical table.
 */
export function regionContains(outer: string, inner: string): boolean {
  const outerStem = stemOf(outer)
  const innerStem = stemOf(inner)
  return outerStem !== undefined && innerStem?.startsWith(outerStem) === true
}
