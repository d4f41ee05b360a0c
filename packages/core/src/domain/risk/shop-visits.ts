import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import { nameNumber, REFERENCE_OWNER } from '../../kernel/reference-ref.ts'

type Visit = readonly [person: number, uses: number, at: number]

/** Who came to a shop lately, read from the journal by `risk.gather`: at most `PEOPLE`, those who came last. */
export interface ShopVisitsState {
  readonly people: readonly Visit[]
}

/** All shops lie in the reference lane: gathering one lane's journal meets shops of every lane. */
export const shopVisitsEntity = defineEntity<ShopVisitsState>({ kind: 76, name: 'shopVisits', version: 1 })

const SHOP_VISITS_OWNER = 3

export function shopVisitsRef(merchantId: string): Ref<ShopVisitsState> {
  return ref(shopVisitsEntity, SHOP_VISITS_OWNER, nameNumber(`shopVisits/${merchantId}`), REFERENCE_OWNER)
}

/** How far the journal of each lane has been gathered. */
export interface GatheredState {
  readonly seq: number
}

export const gatheredEntity = defineEntity<GatheredState>({ kind: 77, name: 'gathered', version: 1 })

export function gatheredRef(lane: number): Ref<GatheredState> {
  return ref(gatheredEntity, SHOP_VISITS_OWNER, lane, REFERENCE_OWNER)
}

const PEOPLE = 96
/** Two weeks. */
const WINDOW_SECONDS = 14 * 86_400

/** One use more by a person; `at` in seconds. */
export function noteVisit(state: ShopVisitsState | undefined, person: number, at: number): ShopVisitsState {
  const people = (state?.people ?? []).filter(([, , seen]) => seen > at - WINDOW_SECONDS)
  const uses = people.find(([known]) => known === person)?.[1] ?? 0
  const others = people.filter(([known]) => known !== person)
  return { people: [...others, [person, uses + 1, at] as const].slice(-PEOPLE) }
}

/** The people of the window that ends at `at`, seconds. */
export function visitsAt(state: ShopVisitsState | undefined, at: number): ReadonlyMap<number, number> {
  const live = (state?.people ?? []).filter(([, , seen]) => seen > at - WINDOW_SECONDS)
  return new Map(live.map(([person, uses]) => [person, uses]))
}
