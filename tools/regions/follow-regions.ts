/** Code to name, as of one day. */
export type Table = Map<string, string>

/** Name and code changed in one step, so that no name leads on (notices of the State Council). */
const renamed: ReadonlyMap<string, string> = new Map([
  ['511521', '511504'], // 宜宾县 → 叙州区, 2018
  ['512501', '511502'], // 宜宾市 (county level) → 翠屏区, 1996
])

/** Where a province's code changed: Hainan left Guangdong in 1988, Chongqing left Sichuan in 1997. */
const newProvinces: ReadonlyMap<string, readonly string[]> = new Map([
  ['44', ['44', '46']],
  ['51', ['51', '50']],
])

/** Chongqing, Wanxian, Fuling and Qianjiang, which left Sichuan together. */
const leftSichuan = /^51(?:02|22|23|35)/

interface Followed {
  readonly current: readonly number[]
  /** What a code that is gone, or was given out twice, means today. */
  readonly former: ReadonlyMap<number, readonly number[]>
  readonly unresolved: number
}

/** Follows every code that ever was through all tables, oldest first, to the last. */
export function followRegions(tables: readonly Table[]): Followed {
  const last = tables.at(-1) ?? new Map()
  const memo = new Map<string, string>()
  const follow = (code: string, from: number): string => {
    const key = `${code}@${from}`
    const known = memo.get(key)
    if (known !== undefined) return known
    const found = followOnce(code, from, tables, follow)
    memo.set(key, found)
    return found
  }
  const meanings = new Map<string, Set<string>>()
  tables.forEach((table, index) => {
    for (const code of table.keys()) {
      const set = meanings.get(code) ?? new Set()
      set.add(follow(code, index))
      meanings.set(code, set)
    }
  })
  const former = new Map<number, readonly number[]>()
  let unresolved = 0
  for (const [code, found] of meanings) {
    const others = [...found].filter((meaning) => meaning !== code).sort()
    if (others.length === 0 || (last.has(code) && others.every((other) => code.startsWith(stemOf(other))))) continue
    if (others.some((other) => levelOf(other) < levelOf(code))) unresolved += 1
    former.set(Number(code), others.map(Number))
  }
  return { current: [...last.keys()].map(Number).sort((a, b) => a - b), former, unresolved }
}

function followOnce(
  code: string,
  from: number,
  tables: readonly Table[],
  follow: (code: string, from: number) => string,
): string {
  const table = tables[from]
  const next = tables[from + 1]
  const name = table?.get(code)
  if (table === undefined || next === undefined || name === undefined) return code
  const now = next.get(code)
  if (now !== undefined && (now === name || plain(now) === plain(name))) return follow(code, from + 1)
  const moved = movedTo(code, name, table, tables.slice(from + 1, from + 4))
  // The same code with another name is a new name for the place, unless the old name stands at another code.
  if (now !== undefined && moved === undefined) return follow(code, from + 1)
  if (moved !== undefined) return follow(moved.code, from + 1 + moved.later)
  const manual = renamed.get(code)
  if (manual !== undefined) return manual
  return follow(above(code, next), from + 1)
}

/** The one code that newly bears the name, in the same province, in one of the next tables. */
function movedTo(
  code: string,
  name: string,
  table: Table,
  nexts: readonly Table[],
): { code: string; later: number } | undefined {
  const provinces = newProvinces.get(code.slice(0, 2)) ?? [code.slice(0, 2)]
  for (const [later, next] of nexts.entries()) {
    const candidates = [...next].filter(
      ([other, title]) =>
        other !== code &&
        provinces.includes(other.slice(0, 2)) &&
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
function above(code: string, next: Table): string {
  const city = `${code.slice(0, 4)}00`
  if (levelOf(code) === 6 && next.has(city)) return city
  return leftSichuan.test(code) ? '500000' : `${code.slice(0, 2)}0000`
}

/** A name without the word for what kind of place it is: a county that became a city or a district is the same place. */
function plain(name: string): string {
  const short = name.replace(/(?:特别行政区|自治[县区州旗]|地区|林区|特区|市|县|区|盟|旗)$/, '')
  return short.length >= 2 ? short : name
}

function levelOf(code: string): number {
  return code.endsWith('0000') ? 2 : code.endsWith('00') ? 4 : 6
}

function stemOf(code: string): string {
  return code.slice(0, levelOf(code))
}
