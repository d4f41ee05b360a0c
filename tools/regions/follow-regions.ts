/** The codes and names of one day. */
export interface Table {
  readonly year: number
  /** Code to name. */
  readonly names: ReadonlyMap<string, string>
}

/** What a code stood for through some years, and what bears that place today. */
export interface Use {
  readonly code: number
  /** Year of the first table that has it so; undefined where that is the first of all. */
  readonly from: number | undefined
  /** Year of the first table that no longer has it so; undefined where it stands in the last. */
  readonly until: number | undefined
  readonly today: number
}

/** Places that were merged, or changed name and code in one step, so that no name leads on (notices of the State Council). */
const renamed: ReadonlyMap<string, string> = new Map([
  ['110103 崇文区', '110101'], // 东城区, 2010
  ['110104 宣武区', '110102'], // 西城区, 2010
  ['120107 塘沽区', '120116'], // 滨海新区, 2009
  ['120108 汉沽区', '120116'],
  ['120109 大港区', '120116'],
  ['211102 盘山区', '211102'], // 双台子区, 1986; the new county 盘山县 took the countryside only
  ['310103 卢湾区', '310101'], // 黄浦区, 2011
  ['310108 闸北区', '310106'], // 静安区, 2015
  ['310119 南汇区', '310115'], // 浦东新区, 2009
  ['440107 芳村区', '440103'], // 荔湾区, 2005
  ['440502 同平区', '440511'], // 升平区, 1991 → 金平区, 2003
  ['511521 宜宾县', '511504'], // 叙州区, 2018
  ['512501 宜宾市', '511502'], // the county-level city; 翠屏区, 1996
])

/** Where a province's code changed: Hainan left Guangdong in 1988, Chongqing left Sichuan in 1997. */
const newProvinces: ReadonlyMap<string, readonly string[]> = new Map([
  ['44', ['44', '46']],
  ['51', ['51', '50']],
])

/** Chongqing, Wanxian, Fuling and Qianjiang, which left Sichuan together. */
const leftSichuan = /^51(?:02|22|23|35)/

/** Follows every code through all tables, oldest first and without misprints, to the last. */
export function followRegions(tables: readonly Table[]): readonly Use[] {
  const memo = new Map<string, string>()
  const follow = (code: string, from: number): string => {
    const key = `${code}@${from}`
    const known = memo.get(key)
    if (known !== undefined) return known
    const found = followOnce(code, from, tables, follow)
    memo.set(key, found)
    return found
  }
  const codes = new Set(tables.flatMap(({ names }) => [...names.keys()]))
  return [...codes].sort().flatMap((code) => usesOf(code, tables, follow))
}

/** A code's years, in stretches of one meaning. A code that rests for some tables and comes back with that meaning was never away. */
function usesOf(code: string, tables: readonly Table[], follow: (code: string, from: number) => string): Use[] {
  const uses: { from: number; last: number; today: string }[] = []
  tables.forEach(({ names }, index) => {
    if (!names.has(code)) return
    const today = follow(code, index)
    const open = uses.at(-1)
    if (open?.today === today) open.last = index
    else uses.push({ from: index, last: index, today })
  })
  // An earlier place that is lost, known to the region above only, says nothing that the code itself does not say better.
  const isInUse = uses.at(-1)?.today === code
  const told = uses.filter(({ today }) => !isInUse || today === code || !code.startsWith(stemOf(today)))
  return told.map(({ from, last, today }) => ({
    code: Number(code),
    from: from === 0 ? undefined : tables[from]?.year,
    until: tables[last + 1]?.year,
    today: Number(today),
  }))
}

function followOnce(
  code: string,
  from: number,
  tables: readonly Table[],
  follow: (code: string, from: number) => string,
): string {
  const table = tables[from]?.names
  const next = tables[from + 1]?.names
  const name = table?.get(code)
  if (table === undefined || next === undefined || name === undefined) return code
  const now = next.get(code)
  if (now !== undefined && (now === name || plain(now) === plain(name))) return follow(code, from + 1)
  const manual = renamed.get(`${code} ${name}`)
  if (manual !== undefined) return manual
  const moved = movedTo(code, name, table, tables.slice(from + 1, from + 6))
  // The same code with another name is a new name for the place, unless the old name stands at another code.
  if (now !== undefined && moved === undefined) return follow(code, from + 1)
  if (moved !== undefined) return follow(moved.code, from + 1 + moved.later)
  return follow(above(code, next), from + 1)
}

/** Names that many cities have: they lead on within their own city only. */
const generic: ReadonlySet<string> = new Set([
  '郊区',
  '城区',
  '矿区',
  '新区',
  '市区',
  '市郊区',
  '城关区',
  '向阳区',
  '市辖区',
])

/** The one code that newly bears the name, in the same province, in one of the next tables. */
function movedTo(
  code: string,
  name: string,
  table: ReadonlyMap<string, string>,
  nexts: readonly Table[],
): { code: string; later: number } | undefined {
  const provinces = newProvinces.get(code.slice(0, 2)) ?? [code.slice(0, 2)]
  for (const [later, { names }] of nexts.entries()) {
    const candidates = [...names].filter(
      ([other, title]) =>
        other !== code &&
        (generic.has(name) ? other.slice(0, 4) === code.slice(0, 4) : provinces.includes(other.slice(0, 2))) &&
        (levelOf(other) === levelOf(code) || title === name) &&
        plain(title) === plain(name) &&
        plain(table.get(other) ?? '') !== plain(name),
    )
    if (candidates.length === 1) return { code: candidates[0]?.[0] ?? code, later }
    if (candidates.length > 1) return undefined
  }
  return undefined
}

/** The nearest region above that is still there. */
function above(code: string, next: ReadonlyMap<string, string>): string {
  const city = `${code.slice(0, 4)}00`
  if (levelOf(code) === 6 && next.has(city)) return city
  return leftSichuan.test(code) ? '500000' : `${code.slice(0, 2)}0000`
}

/** A name without the word for what kind of place it is: a county that became a city or a district is the same place. */
function plain(name: string): string {
  const short = name.replace(/(?:特别行政区|自治[县区州旗]|地区|林区|特区|市|县|区|盟|旗)$/, '')
  return short.length >= 2 ? short : name
}

function stemOf(code: string): string {
  return code.slice(0, levelOf(code))
}

/** Digits of a code that say something: 2 a province, 4 a city, 6 a county. */
export function levelOf(code: number | string): number {
  const text = String(code)
  return text.endsWith('0000') ? 2 : text.endsWith('00') ? 4 : 6
}
