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
