/**
 * The policy that is judged. It was tuned on the seeds and tactics of `runs.ts` that are named tuning, and on no others;
 * change it there, then look at the judged runs once.
 *
 * Holding costs an honest customer nothing and an honest shop two days, so most rules hold; few challenge; one refuses.
 */
const atLeast = (fact: string, value: number) => ({ fact, operator: 'greaterThanInclusive', value })
const below = (fact: string, value: number) => ({ fact, operator: 'lessThan', value })

export const policy = [
  { name: 'device-factory', at: 'claim', when: atLeast('device.persons.24h', 12), do: 'refuse' },
  { name: 'shared-device', at: 'claim', when: atLeast('device.persons.24h', 6), do: 'challenge' },
  {
    name: 'metronome',
    at: 'claim',
    when: { all: [atLeast('address.claims.10m', 8), below('address.gapSpread', 20)] },
    do: 'challenge',
  },
  { name: 'impossible-journey', at: 'claim', when: atLeast('travel.kmPerHour', 900), do: 'challenge' },
  { name: 'few-devices', at: 'claim', when: atLeast('device.persons.24h', 3), do: 'hold' },
  {
    name: 'first-minutes-in-bulk',
    at: 'claim',
    when: {
      all: [below('claim.secondsAfterOpen', 900), atLeast('address.claims.10m', 6), below('address.gapSpread', 60)],
    },
    do: 'hold',
  },
  { name: 'watched', at: 'redeem', when: { fact: 'voucher.watched', operator: 'equal', value: true }, do: 'hold' },
  { name: 'closed-group', at: 'redeem', when: atLeast('merchant.groupScore', 60), do: 'hold' },
  {
    name: 'at-the-tier',
    at: 'redeem',
    when: { all: [atLeast('merchant.redemptions.1d', 5), atLeast('merchant.tierHuggingRate.1d', 0.6)] },
    do: 'hold',
  },
  {
    name: 'same-amount',
    at: 'redeem',
    when: { all: [atLeast('merchant.sameAmount.1d', 4), atLeast('merchant.redemptions.10m', 3)] },
    do: 'hold',
  },
  { name: 'round-and-round', at: 'redeem', when: atLeast('pair.quickRefunds.7d', 2), do: 'hold' },
  { name: 'far-from-the-shop', at: 'redeem', when: atLeast('position.kmFromLast', 80), do: 'hold' },
  { name: 'too-fast-to-travel', at: 'redeem', when: atLeast('travel.kmPerHour', 200), do: 'hold' },
] as const
