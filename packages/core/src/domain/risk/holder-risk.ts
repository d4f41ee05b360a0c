import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import { nameNumber } from '../../kernel/reference-ref.ts'
import type { Recent } from './recent.ts'
import { countSince, noteTime, see } from './recent.ts'
import { shortOf } from './short-of.ts'

/** One person at one shop. */
export interface PairState {
  /** 32 bits of the shop's owner number. */
  readonly shop: number
  readonly count: number
  readonly quickRefunds: number
  /** Seconds of the newest visit. */
  readonly at: number
}

/** What is counted of one person for risk rules. Fixed in size; the place is sealed under the person's own key. */
export interface HolderRiskState {
  readonly devices: Recent
  /** Shops, the one visited last at the end. */
  readonly pairs: readonly PairState[]
  /** Seconds of the newest uses. */
  readonly used: readonly number[]
  /** Seconds of reports that their codes were offered for sale. */
  readonly reports: readonly number[]
  /** Where they were last, sealed; see `last-place.ts`. */
  readonly place?: string | undefined
  /** Seconds. */
  readonly placeAt?: number | undefined
  /** Until when a new identity check counts at a till, epoch milliseconds. */
  readonly confirmedUntil?: number | undefined
  /** Refusals by policy that were journaled, and in which hour: a machine must not be able to fill the journal. */
  readonly refusals?: readonly [hour: number, count: number] | undefined
}

export const holderRiskEntity = defineEntity<HolderRiskState>({ kind: 70, name: 'holderRisk', version: 1 })

export function holderRiskRef(owner: number): Ref<HolderRiskState> {
  return ref(holderRiskEntity, owner)
}

export const newHolderRisk: HolderRiskState = { devices: [], pairs: [], used: [], reports: [] }

const PLACES = { devices: 8, pairs: 8, used: 8, reports: 8 } as const
export const WEEK_SECONDS = 7 * 86_400

/** A shop is an owner of its own, in a lane of its own. */
export function shopNumber(merchantId: string): number {
  return nameNumber(`merchant/${merchantId}`)
}

export function seeDevice(state: HolderRiskState, device: number, at: number): HolderRiskState {
  return { ...state, devices: see(state.devices, shortOf(device), at, PLACES.devices) }
}

/** The pair as it counts at `at`: a shop not visited for a week begins anew. */
export function pairOf(state: HolderRiskState, merchantId: string, at: number): PairState | undefined {
  const shop = shortOf(shopNumber(merchantId))
  return state.pairs.find((pair) => pair.shop === shop && pair.at > at - WEEK_SECONDS)
}

/** One visit more (`visits: 1`), or one refund soon after it. */
export function countPair(
  state: HolderRiskState,
  merchantId: string,
  at: number,
  more: { readonly visits?: number; readonly quickRefunds?: number },
): HolderRiskState {
  const shop = shortOf(shopNumber(merchantId))
  const { count = 0, quickRefunds = 0 } = pairOf(state, merchantId, at) ?? {}
  const pair = { shop, count: count + (more.visits ?? 0), quickRefunds: quickRefunds + (more.quickRefunds ?? 0), at }
  const others = state.pairs.filter((other) => other.shop !== shop)
  return { ...state, pairs: [...others, pair].slice(-PLACES.pairs) }
}

export function noteUse(state: HolderRiskState, at: number): HolderRiskState {
  return { ...state, used: noteTime(state.used, at, PLACES.used) }
}

export function noteReport(state: HolderRiskState, at: number): HolderRiskState {
  return { ...state, reports: noteTime(state.reports, at, PLACES.reports) }
}

const MONTH_SECONDS = 30 * 86_400

export function reportsOfMonth(reports: readonly number[], at: number): number {
  return countSince(reports, at - MONTH_SECONDS)
}

/** Refusals that one person may leave in the journal within an hour; more are still refused and only counted as attempts. */
const REFUSALS_AN_HOUR = 5

/** The row with one refusal more, or undefined when this hour's are used up. */
export function noteRefusal(state: HolderRiskState, now: number): HolderRiskState | undefined {
  const hour = Math.floor(now / 3_600_000)
  const count = state.refusals?.[0] === hour ? state.refusals[1] : 0
  return count >= REFUSALS_AN_HOUR ? undefined : { ...state, refusals: [hour, count + 1] }
}
