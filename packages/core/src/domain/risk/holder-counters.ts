import type { Counter } from '../facts/counter.ts'
import type { HolderRiskState } from './holder-risk.ts'
import {
  countPair,
  holderRiskRef,
  newHolderRisk,
  noteUse,
  pairOf,
  reportsOfMonth,
  seeDevice,
  WEEK_SECONDS,
} from './holder-risk.ts'
import { countSince, seenSince } from './recent.ts'
import type { RiskClaimCase, UseCase } from './risk-cases.ts'

/** Said of a first visit: no visit is remembered longer than a week. */
const LONG_AGO_MINUTES = WEEK_SECONDS / 60
const JOURNEY = ['travel.kmPerHour', 'position.kmFromLast'] as const

/** Facts that need the person's own data key: where they were last is sealed. */
export function readsJourney(reads: ReadonlySet<string>): boolean {
  return JOURNEY.some((fact) => reads.has(fact))
}

/** What was never seen is zero: nobody is far from where they have not been. */
function journeyFacts({ journey }: Pick<UseCase, 'journey'>) {
  return { 'travel.kmPerHour': journey?.kmPerHour ?? 0, 'position.kmFromLast': journey?.km ?? 0 }
}

function placed(state: HolderRiskState, { place, now }: Pick<UseCase, 'place' | 'now'>): HolderRiskState {
  return place === undefined ? state : { ...state, place, placeAt: Math.floor(now / 1000) }
}

function withDevice(state: HolderRiskState, { fromDevice }: RiskClaimCase, at: number): HolderRiskState {
  return fromDevice === undefined ? state : seeDevice(state, fromDevice, at)
}

/** What is counted of the person who claims. */
export const holderAtClaim: Counter<RiskClaimCase, HolderRiskState> = {
  facts: ['person.devices.7d', 'person.reports.30d', ...JOURNEY],
  row: ({ owner }) => holderRiskRef(owner),
  read(state = newHolderRisk, found) {
    const at = Math.floor(found.now / 1000)
    const seen = withDevice(state, found, at)
    return {
      'person.devices.7d': seenSince(seen.devices, at - WEEK_SECONDS),
      'person.reports.30d': reportsOfMonth(state.reports, at),
      ...journeyFacts(found),
    }
  },
  count(state = newHolderRisk, found) {
    const at = Math.floor(found.now / 1000)
    return placed(withDevice(state, found, at), found)
  },
}

/** What is counted of the person whose voucher is used; uses are those before this one. */
export const holderAtUse: Counter<UseCase, HolderRiskState> = {
  facts: [
    'person.devices.7d',
    'person.reports.30d',
    'person.redemptions.10m',
    'pair.redemptions.7d',
    'pair.minutesSinceLast',
    'pair.quickRefunds.7d',
    ...JOURNEY,
  ],
  row: ({ owner }) => holderRiskRef(owner),
  read(state = newHolderRisk, found) {
    const at = Math.floor(found.now / 1000)
    const pair = pairOf(state, found.merchantId, at)
    return {
      'person.devices.7d': seenSince(state.devices, at - WEEK_SECONDS),
      'person.reports.30d': reportsOfMonth(state.reports, at),
      'person.redemptions.10m': countSince(state.used, at - 600),
      'pair.redemptions.7d': pair?.count ?? 0,
      'pair.minutesSinceLast': pair ? Math.floor((at - pair.at) / 60) : LONG_AGO_MINUTES,
      'pair.quickRefunds.7d': pair?.quickRefunds ?? 0,
      ...journeyFacts(found),
    }
  },
  count(state = newHolderRisk, found) {
    const at = Math.floor(found.now / 1000)
    return placed(countPair(noteUse(state, at), found.merchantId, at, { visits: 1 }), found)
  },
}
