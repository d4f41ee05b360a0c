import type { ClosedGroup } from './closed-groups.ts'

/** Uses of vouchers at one shop within the window: how often each person came. */
export interface ShopVisits {
  readonly merchantId: string
  readonly visits: ReadonlyMap<number, number>
}

/** People of a group do at least this share of their uses in it. */
const LOYAL = 0.8
/** Two shops belong together when their returning people are this much the same (Jaccard). */
const SAME_PEOPLE = 0.3
const LEAST_SHARED = 4
const LEAST_PEOPLE = 5
const LEAST_USES = 15

/**
 * Closed groups in the bipartite graph of shops and people: shops whose returning people are the same, and the people who
 * return there and hardly anywhere else. The score is the density that matters for money: the percentage of the shops' uses
 * made by those people. A neighbourhood's favourite has returning people too, and many others beside them: its score is low.
 *
 * Groups of fewer than 5 people or 15 uses are left out: too few to accuse anybody.
 */
export function findClosedGroups(shops: readonly ShopVisits[]): readonly ClosedGroup[] {
  const totals = new Map<number, number>()
  for (const { visits } of shops) {
    for (const [person, count] of visits) totals.set(person, (totals.get(person) ?? 0) + count)
  }
  const returning = shops.map(
    ({ visits }) => new Set([...visits.keys()].filter((person) => (totals.get(person) ?? 0) > 1)),
  )
  const clusters = clustersOf(returning)
  return clusters.flatMap(
    (cluster) =>
      groupOf(
        cluster.map((index) => shops[index] as ShopVisits),
        totals,
      ) ?? [],
  )
}

/** Connected shops, by index. */
function clustersOf(returning: readonly ReadonlySet<number>[]): number[][] {
  const root = returning.map((_, index) => index)
  const rootOf = (index: number): number => {
    let at = index
    while (root[at] !== at) at = root[at] as number
    return at
  }
  // Only shops that share somebody are compared: most pairs of a county share nobody.
  const shared = new Map<number, Map<number, number>>()
  const shopsOf = new Map<number, number[]>()
  returning.forEach((people, shop) => {
    for (const person of people) {
      for (const other of shopsOf.get(person) ?? []) {
        const row = shared.get(other) ?? new Map<number, number>()
        row.set(shop, (row.get(shop) ?? 0) + 1)
        shared.set(other, row)
      }
      shopsOf.set(person, [...(shopsOf.get(person) ?? []), shop])
    }
  })
  for (const [a, row] of shared) {
    for (const [b, both] of row) {
      const union = (returning[a]?.size ?? 0) + (returning[b]?.size ?? 0) - both
      if (both >= LEAST_SHARED && both / union >= SAME_PEOPLE) root[rootOf(b)] = rootOf(a)
    }
  }
  const clusters = new Map<number, number[]>()
  returning.forEach((_, index) => {
    clusters.set(rootOf(index), [...(clusters.get(rootOf(index)) ?? []), index])
  })
  return [...clusters.values()]
}

function groupOf(cluster: readonly ShopVisits[], totals: ReadonlyMap<number, number>): ClosedGroup | undefined {
  const inside = new Map<number, number>()
  for (const { visits } of cluster) {
    for (const [person, count] of visits) inside.set(person, (inside.get(person) ?? 0) + count)
  }
  const people = [...inside]
    .filter(([person, count]) => count > 1 && count >= LOYAL * (totals.get(person) ?? count))
    .map(([person]) => person)
  const uses = [...inside.values()].reduce((sum, count) => sum + count, 0)
  const theirs = people.reduce((sum, person) => sum + (inside.get(person) ?? 0), 0)
  if (people.length < LEAST_PEOPLE || uses < LEAST_USES) return undefined
  const shops = cluster.map(({ merchantId }) => merchantId).sort()
  return { shops, people: people.sort((a, b) => a - b), score: Math.round((100 * theirs) / uses) }
}
