import { builtInFacts } from '../../rules/facts/built-in-facts.ts'
import type { FactDefinition } from '../../rules/facts/define-fact.ts'
import { defineFact } from '../../rules/facts/define-fact.ts'
import type { ProgrammeDocument } from './document-schema.ts'

/** Where rules of a programme stand. Risk rules are those of today's version and see more than the others. */
export const rulePlaces = ['claim', 'redeem', 'spend', 'riskAtClaim', 'riskAtRedeem'] as const
export type RulePlace = (typeof rulePlaces)[number]

const atClaim: readonly RulePlace[] = ['claim', 'riskAtClaim']
const atUse: readonly RulePlace[] = ['redeem', 'riskAtRedeem']
const atAnyShop: readonly RulePlace[] = [...atUse, 'spend']

/**
 * What our store supplies, and where; the session's facts, the position and the time come on top. A name that is missing here
 * is one that nothing supplies, so a rule on it does not compile: it would refuse everybody.
 */
const stored: Readonly<Record<string, readonly RulePlace[]>> = {
  'merchant.merchantId': atAnyShop,
  'merchant.industry': atAnyShop,
  'merchant.format': atAnyShop,
  'merchant.region': atAnyShop,
  'merchant.status': atAnyShop,
  'merchant.online': atAnyShop,
  'merchant.position': atAnyShop,
  'merchant.redemptions.1h': ['riskAtRedeem'],
  'order.amountMinor': atAnyShop,
  'order.overThresholdMinor': atUse,
  'order.merchantDiscountMinor': atUse,
  'order.item': atUse,
  'voucher.secondsSinceClaim': atUse,
  'quota.person': [...atClaim, 'riskAtRedeem'],
  'quota.personDay': [...atClaim, 'riskAtRedeem'],
  'quota.programme': [...atClaim, 'riskAtRedeem'],
  'quota.programmeDay': [...atClaim, 'riskAtRedeem'],
  'quota.household': atClaim,
  'quota.householdDay': atClaim,
  'quota.device': atClaim,
  'quota.deviceDay': atClaim,
  'device.persons.24h': ['riskAtClaim'],
  'address.persons.1h': ['riskAtClaim'],
  'address.claims.10m': ['riskAtClaim'],
  'address.gapSpread': ['riskAtClaim'],
  'claim.secondsAfterOpen': ['riskAtClaim'],
  'merchant.ageDays': ['riskAtRedeem'],
  'merchant.redemptions.10m': ['riskAtRedeem'],
  'merchant.redemptions.1d': ['riskAtRedeem'],
  'merchant.tierHuggingRate.1d': ['riskAtRedeem'],
  'merchant.roundRate.1d': ['riskAtRedeem'],
  'merchant.sameAmount.1d': ['riskAtRedeem'],
  'merchant.quickRefunds.1d': ['riskAtRedeem'],
  'merchant.reports.30d': ['riskAtRedeem'],
  'pair.redemptions.7d': ['riskAtRedeem'],
  'pair.minutesSinceLast': ['riskAtRedeem'],
  'pair.quickRefunds.7d': ['riskAtRedeem'],
  'person.redemptions.10m': ['riskAtRedeem'],
  'voucher.watched': ['riskAtRedeem'],
  'merchant.groupScore': ['riskAtRedeem'],
  'pair.groupScore': ['riskAtRedeem'],
  'person.groupScore': ['riskAtClaim', 'riskAtRedeem'],
  'person.devices.7d': ['riskAtClaim', 'riskAtRedeem'],
  'person.reports.30d': ['riskAtClaim', 'riskAtRedeem'],
  'travel.kmPerHour': ['riskAtClaim', 'riskAtRedeem'],
  'position.kmFromLast': ['riskAtClaim', 'riskAtRedeem'],
}

/** Who the holder is and where they are is settled at the claim; afterwards the shop's till knows none of it. */
function placesOf({ name, source }: FactDefinition): readonly RulePlace[] {
  if (source === 'clock') return rulePlaces
  if (source === 'session' || name === 'position') return atClaim
  return stored[name] ?? []
}

const builtIn = new Map(
  rulePlaces.map((place) => [place, builtInFacts.filter((fact) => placesOf(fact).includes(place))]),
)

/** What a rule may speak of at `place`: what is supplied there, and what the programme's host vouches for. */
export function factsAt(place: RulePlace, document: ProgrammeDocument): readonly FactDefinition[] {
  const ours = builtIn.get(place) ?? []
  return atClaim.includes(place) ? [...ours, ...ownFacts(document)] : ours
}

/** What a rule may speak of at some place or other. */
export function factsAnywhere(document: ProgrammeDocument): readonly FactDefinition[] {
  return [...builtInFacts.filter((fact) => placesOf(fact).length > 0), ...ownFacts(document)]
}

/** Where a fact is supplied; nowhere for one that the language knows and nothing supplies. Undefined for a name it does not know. */
export function suppliedAt(name: string, document: ProgrammeDocument): readonly RulePlace[] | undefined {
  const known = builtInFacts.find((fact) => fact.name === name)
  if (known) return placesOf(known)
  return Object.hasOwn(document.facts, name) ? atClaim : undefined
}

/** A name of ours is left to ours: the session cannot supply what the store counts. */
function ownFacts({ facts }: ProgrammeDocument): readonly FactDefinition[] {
  const ours = new Set(builtInFacts.map(({ name }) => name))
  return Object.entries(facts)
    .filter(([name]) => !ours.has(name))
    .map(([name, fact]) => defineFact({ name, ...fact }))
}
