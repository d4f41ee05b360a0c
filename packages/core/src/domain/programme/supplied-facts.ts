import { builtInFacts } from '../../rules/facts/built-in-facts.ts'
import type { FactCatalogue } from '../../rules/facts/define-fact.ts'

/** Facts that nothing in this release counts or asks for: a rule on one would refuse everybody, so it does not compile. */
const unsupplied = ['merchant.tierHuggingRate.1d', 'phone.segmentHome']

const builtIn = builtInFacts.filter(({ name }) => !unsupplied.includes(name))

/** What an eligibility rule may speak of: what the host vouches for, where the person is, the time. */
export const eligibilityFacts: FactCatalogue = builtIn.filter(
  ({ name, source }) => source === 'session' || source === 'clock' || name === 'position',
)

/** What a redemption rule may speak of: the shop, the order, the time. Who the holder is was settled at the claim. */
export const redemptionFacts: FactCatalogue = builtIn.filter(
  ({ name, source }) => source === 'clock' || name.startsWith('merchant.') || name.startsWith('order.'),
)
