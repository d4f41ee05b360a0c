import type { Choices } from '../../../packages/core/src/domain/testing/simulation/choices.ts'
import { arrival, inCounty } from './honest.ts'
import type { Person, Place, Visit } from './visits.ts'
import { DAY, HOUR, MINUTE } from './visits.ts'

export type Tactic = keyof typeof tactics

interface Plan {
  readonly choices: Choices
  /** Numbers of its people start here. */
  readonly from: number
  readonly name: string
  readonly days: number
  readonly opensAt: number
}

/** Bought identities: nobody behind them answers. People of flesh and blood who are in it do. */
const BOUGHT = 50
const ACCOMPLICE = 950

const CHENGDU: Place = { latitude: 30.657, longitude: 104.066, accuracyMetres: 40, datum: 'wgs84' }

function members(plan: Plan, count: number, of: (index: number) => Omit<Person, 'n' | 'ring'>): readonly Person[] {
  return Array.from({ length: count }, (_, index) => ({ n: plan.from + index, ring: plan.name, ...of(index) }))
}

function daily(
  plan: Plan,
  people: readonly Person[],
  visit: (person: Person, index: number, opensAt: number) => Visit,
) {
  return Array.from({ length: plan.days }, (_, day) => plan.opensAt + day * DAY).flatMap((opensAt) =>
    people.map((person, index) => visit(person, index, opensAt)),
  )
}

/** Forty bought identities on four emulators at one address, one claim every 1.2 seconds, cashed at one shop in an hour. */
function metronomeFarm(plan: Plan): Visit[] {
  const bots = members(plan, 40, (n) => ({
    device: `${plan.name}-${n % 4}`,
    address: plan.name,
    answersPerMille: BOUGHT,
  }))
  return daily(plan, bots, (person, index, opensAt) => ({
    person,
    claimAt: opensAt + 500 + index * 1_200,
    useAt: opensAt + 4 * HOUR + index * 90_000,
    shop: `${plan.name}-shop`,
    amountMinor: 10_000,
  }))
}

/** Real people with phones of their own and a shop that rings up what just reaches the threshold. */
function tierShop(plan: Plan): Visit[] {
  const friends = members(plan, 25, (n) => ({
    device: `${plan.name}-${n}`,
    address: `${plan.name}-${n}`,
    answersPerMille: ACCOMPLICE,
  }))
  return daily(plan, friends, (person, index, opensAt) => {
    const claimAt = opensAt + arrival(plan.choices, HOUR)
    const amountMinor = 10_000 + plan.choices.int(400)
    return { person, claimAt, useAt: opensAt + 9 * HOUR + index * 5 * MINUTE, shop: `${plan.name}-shop`, amountMinor }
  })
}

/** Identities rented elsewhere: claims come from far away, codes are sold to customers of ordinary shops. */
function farResale(plan: Plan): Visit[] {
  const rented = members(plan, 30, (n) => ({
    device: `${plan.name}-${n % 10}`,
    address: `${plan.name}-${n % 3}`,
    answersPerMille: BOUGHT,
  }))
  return daily(plan, rented, (person, index, opensAt) => {
    const claimAt = opensAt + index * 4_000 + plan.choices.int(3_000)
    const shop = `shop-${plan.choices.int(40)}`
    const amountMinor = 10_000 + arrival(plan.choices, 5_000)
    return {
      person,
      claimAt,
      useAt: claimAt + 30 * MINUTE + arrival(plan.choices, 2 * HOUR),
      position: CHENGDU,
      shop,
      amountMinor,
    }
  })
}

/** A use, its refund within minutes, and the use again: the shop makes sales of nothing. */
function refundLoop(plan: Plan): Visit[] {
  const pair = members(plan, 8, (n) => ({
    device: `${plan.name}-${n}`,
    address: plan.name,
    answersPerMille: ACCOMPLICE,
  }))
  return daily(plan, pair, (person, index, opensAt) => ({
    person,
    claimAt: opensAt + arrival(plan.choices, HOUR),
    useAt: opensAt + 10 * HOUR + index * 20 * MINUTE,
    shop: `${plan.name}-shop`,
    amountMinor: 10_000 + plan.choices.int(300),
    refund: { afterMs: 3 * MINUTE, times: 3, again: true },
  }))
}

/** The farm that has learned: three identities a device, several addresses, gaps like a person's, spread over the day. */
function patientFarm(plan: Plan): Visit[] {
  const bots = members(plan, 36, (n) => ({
    device: `${plan.name}-${Math.floor(n / 3)}`,
    address: `${plan.name}-${n % 5}`,
    answersPerMille: BOUGHT,
  }))
  return daily(plan, bots, (person, _index, opensAt) => {
    const claimAt = opensAt + 1_000 + arrival(plan.choices, 20 * MINUTE)
    const useAt = claimAt + HOUR + arrival(plan.choices, 3 * HOUR)
    return { person, claimAt, useAt, shop: `${plan.name}-shop`, amountMinor: 10_000 + arrival(plan.choices, 2_000) }
  })
}

/** Two shops that share their people, so that nobody comes too often; six in ten orders just reach the threshold. */
function twoShops(plan: Plan): Visit[] {
  const friends = members(plan, 30, (n) => ({
    device: `${plan.name}-${n}`,
    address: `${plan.name}-${n}`,
    answersPerMille: ACCOMPLICE,
  }))
  return daily(plan, friends, (person, _index, opensAt) => {
    const claimAt = opensAt + arrival(plan.choices, 2 * HOUR)
    const amountMinor = 10_000 + plan.choices.int(plan.choices.perMille(600) ? 450 : 1_800)
    const shop = `${plan.name}-shop-${plan.choices.int(2)}`
    const position = inCounty(plan.choices)
    return {
      person,
      claimAt,
      useAt: claimAt + 20 * MINUTE + arrival(plan.choices, 4 * HOUR),
      position,
      shop,
      amountMinor,
    }
  })
}

/** One price for all, as if it were a menu. */
function menuPrice(plan: Plan): Visit[] {
  const friends = members(plan, 20, (n) => ({
    device: `${plan.name}-${n}`,
    address: `${plan.name}-${n % 6}`,
    answersPerMille: ACCOMPLICE,
  }))
  return daily(plan, friends, (person, index, opensAt) => ({
    person,
    claimAt: opensAt + arrival(plan.choices, HOUR),
    useAt: opensAt + 8 * HOUR + index * 2 * MINUTE,
    shop: `${plan.name}-shop`,
    amountMinor: 12_340,
  }))
}

/** Sixty people who look like everybody else, each at home, at ordinary prices; only that they all come to one shop. */
function mules(plan: Plan): Visit[] {
  const people = members(plan, 60, (n) => ({
    device: `${plan.name}-${n}`,
    address: `${plan.name}-${n}`,
    answersPerMille: ACCOMPLICE,
  }))
  return daily(plan, people, (person, _index, opensAt) => {
    const claimAt = opensAt + arrival(plan.choices, 90 * MINUTE)
    const useAt = claimAt + 5 * MINUTE + arrival(plan.choices, 3 * HOUR)
    const position = inCounty(plan.choices)
    return {
      person,
      claimAt,
      useAt,
      position,
      shop: `${plan.name}-shop`,
      amountMinor: 10_000 + arrival(plan.choices, 6_000),
    }
  })
}

/** Identities rented next door, four on a phone, nothing in a hurry: codes are sold to customers of ordinary shops. */
function localResale(plan: Plan): Visit[] {
  const rented = members(plan, 36, (n) => ({
    device: `${plan.name}-${Math.floor(n / 4)}`,
    address: `${plan.name}-${n % 4}`,
    answersPerMille: BOUGHT,
  }))
  return daily(plan, rented, (person, _index, opensAt) => {
    const claimAt = opensAt + arrival(plan.choices, HOUR)
    const useAt = claimAt + 20 * MINUTE + arrival(plan.choices, 3 * HOUR)
    const shop = `shop-${plan.choices.int(40)}`
    const position = inCounty(plan.choices)
    return { person, claimAt, useAt, position, shop, amountMinor: 10_000 + arrival(plan.choices, 6_000) }
  })
}

/** Every tactic by its name; which of them the policy was tuned on stands in `runs.ts`. */
export const tactics = {
  'metronome-farm': metronomeFarm,
  'tier-shop': tierShop,
  'far-resale': farResale,
  'refund-loop': refundLoop,
  'patient-farm': patientFarm,
  'two-shops': twoShops,
  'menu-price': menuPrice,
  mules,
  'local-resale': localResale,
} as const

export function ringVisits(name: Tactic, plan: Omit<Plan, 'name'>): Visit[] {
  return tactics[name]({ ...plan, name })
}
