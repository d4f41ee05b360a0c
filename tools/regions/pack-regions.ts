import type { Use } from './follow-regions.ts'

export interface PackedProvince {
  /** Codes in use: each as its difference from the one before, and after a dot the year it came, if it was not there from the first table on. */
  readonly current: string
  /** Uses that ended: the code's difference, what it means today, the year it was gone, and the year it came if that is known. */
  readonly former: string
}

/** By the first two digits, so that a reader unpacks only the provinces it asks about. All numbers in base 36. */
export function packRegions(uses: readonly Use[]): ReadonlyMap<number, PackedProvince> {
  const provinces = new Map<number, Use[]>()
  for (const use of uses) {
    const province = Math.floor(use.code / 10_000)
    provinces.set(province, [...(provinces.get(province) ?? []), use])
  }
  return new Map([...provinces].map(([province, all]) => [province, { current: current(all), former: former(all) }]))
}

function current(uses: readonly Use[]): string {
  return packed(
    uses.filter(({ code, today }) => code === today),
    ({ from }) => (from === undefined ? '' : `.${from.toString(36)}`),
  )
}

function former(uses: readonly Use[]): string {
  return packed(
    uses.filter(({ code, today }) => code !== today),
    ({ today, until = 0, from }) =>
      `>${today.toString(36)}.${until.toString(36)}${from === undefined ? '' : `.${from.toString(36)}`}`,
  )
}

function packed(uses: readonly Use[], rest: (use: Use) => string): string {
  let last = 0
  return uses
    .map((use) => {
      const step = (use.code - last).toString(36)
      last = use.code
      return step + rest(use)
    })
    .join(' ')
}
