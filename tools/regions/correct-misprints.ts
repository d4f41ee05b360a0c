import type { Table } from './follow-regions.ts'

interface Misprint {
  readonly first: number
  readonly last: number
  readonly names: Readonly<Record<string, string>>
}

/** Names that stand at each other's codes for several tables, or where a code begins or ends, so that no neighbour gives them away. */
const misprints: readonly Misprint[] = [
  { first: 1983, last: 1983, names: { 340122: '肥东县', 340123: '肥西县' } },
  { first: 1984, last: 2002, names: { 440203: '武江区', 440204: '浈江区' } },
  { first: 1985, last: 1985, names: { 370902: '泰山区' } },
  { first: 1985, last: 1987, names: { 440106: '天河区', 440107: '芳村区' } },
  { first: 1986, last: 1992, names: { 130123: '正定县', 130124: '栾城县' } },
  { first: 1994, last: 1999, names: { 142702: '永济市', 142703: '河津市' } },
  { first: 1995, last: 1995, names: { 321085: '泰兴市', 321086: '靖江市' } },
  { first: 1995, last: 1996, names: { 510282: '江津市', 510283: '合川市' } },
]

/**
 * Tables without what must be misprints: what one table says of a code, or leaves out, between two that agree on another name, and the few
 * exchanges listed above. A real change is not taken back within the year.
 */
export function correctMisprints(tables: readonly Table[]): readonly Table[] {
  return tables.map(({ year, names }, index) => {
    const [before, after] = [tables[index - 1]?.names, tables[index + 1]?.names]
    const corrected = new Map(names)
    for (const [code, name] of before ?? []) if (name === after?.get(code)) corrected.set(code, name)
    for (const misprint of misprints) {
      if (year < misprint.first || year > misprint.last) continue
      for (const [code, name] of Object.entries(misprint.names)) if (names.has(code)) corrected.set(code, name)
    }
    return { year, names: corrected }
  })
}
