import type { Choices } from '../../../packages/core/src/domain/testing/simulation/choices.ts'
import type { Person, Place, Visit } from './visits.ts'
import { DAY, HOUR, MINUTE } from './visits.ts'

export const HONEST_SHOPS = 40
const FAR: Place = { latitude: 30.657, longitude: 104.066, accuracyMetres: 40, datum: 'wgs84' }

/** Where a shop or a person of the county is: within some fifteen kilometres of its seat. */
export function inCounty(choices: Choices): Place {
  const off = () => (choices.int(2_000) - 1_000) / 10_000
  return { latitude: 28.436 + off(), longitude: 104.519 + off(), accuracyMetres: 30, datum: 'wgs84' }
}

/** Exponential with this mean: how crowds arrive. */
export function arrival(choices: Choices, meanMs: number): number {
  return Math.round(-Math.log((choices.int(1_000_000) + 1) / 1_000_001) * meanMs)
}

/**
 * Made-up honest people: families share phones and home networks, offices and mobile carriers put hundreds behind one
 * address, some buy exactly what it takes, some set meals cost the same for everybody, some travel.
 */
export function honestVisits(choices: Choices, people: number, days: number, opensAt: number): Visit[] {
  return Array.from({ length: people }, (_, n) => personOf(choices, n)).flatMap((person) => {
    const favourite = shopFor(choices)
    return Array.from({ length: days }, (_, day) => day)
      .filter((day) => isActive(choices, person.n, day, days))
      .map((day) => visitOf(choices, person, favourite, opensAt + day * DAY))
  })
}

/** In every thousand, eight old people whom one helper takes through it on her phone, all on one day. */
const HELPED = { of: 1_000, people: 8 }

function isHelped(n: number): boolean {
  return n % HELPED.of < HELPED.people
}

function isActive(choices: Choices, n: number, day: number, days: number): boolean {
  const byChance = choices.perMille(250)
  return isHelped(n) ? day === Math.floor(n / HELPED.of) % days : byChance
}

function personOf(choices: Choices, n: number): Person {
  // One in eight families has one phone for two or three.
  const household = Math.floor(n / 3)
  const shares = household % 8 === 0
  const where = choices.int(10)
  const office = `office-${choices.int(20)}`
  const address = where < 4 ? `carrier-${choices.int(6)}` : where < 6 ? office : `home-${household}`
  const helper = `helper-${Math.floor(n / HELPED.of)}`
  if (isHelped(n)) return { n, device: helper, address: helper, answersPerMille: 950 }
  return { n, device: shares ? `family-${household}` : `phone-${n}`, address, answersPerMille: 950 }
}

/** Some shops are liked by many, most by few. */
function shopFor(choices: Choices): string {
  const rank = Math.floor(HONEST_SHOPS * (choices.int(1_000) / 1_000) ** 2)
  return `shop-${rank}`
}

function visitOf(choices: Choices, person: Person, favourite: string, opensAt: number): Visit {
  const away = choices.perMille(15)
  const claimAt = opensAt + arrival(choices, 90 * MINUTE)
  const useAt = claimAt + (away ? 6 * HOUR : 5 * MINUTE) + arrival(choices, 3 * HOUR)
  const shop = choices.perMille(450) ? favourite : shopFor(choices)
  const says = choices.perMille(700)
  const refund = choices.perMille(10)
    ? { afterMs: 10 * MINUTE + arrival(choices, HOUR), times: 1, again: false }
    : undefined
  const position = says ? (away ? FAR : inCounty(choices)) : undefined
  return { person, claimAt, useAt, position, shop, amountMinor: amountOf(choices, shop), refund }
}

function amountOf(choices: Choices, shop: string): number {
  // A set meal at every eighth shop.
  if (Number(shop.slice(5)) % 8 === 3 && choices.perMille(400)) return 12_800
  if (choices.perMille(150)) return 10_000 + choices.int(500)
  const amount = 10_000 + arrival(choices, 6_000)
  return choices.perMille(250) ? Math.round(amount / 1_000) * 1_000 : amount
}
