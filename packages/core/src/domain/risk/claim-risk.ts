import type { Loaded, Touch } from '../../kernel/entity.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import type { Coordinates } from '../../values/position.ts'
import type { ClaimCase } from '../facts/claim-counters.ts'
import { claimCounters, sharedOwner } from '../facts/claim-counters.ts'
import type { Counter } from '../facts/counter.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { holderAtClaim, readsJourney } from './holder-counters.ts'
import { holderRiskRef } from './holder-risk.ts'
import { journeyTo } from './last-place.ts'
import { originCounters } from './origin-counters.ts'
import type { RiskClaimCase } from './risk-cases.ts'

const riskCounters: readonly Counter<RiskClaimCase>[] = [...originCounters, holderAtClaim]

/** All that is counted at a claim: shares, and what risk rules go by. */
export const countersAtClaim: readonly Counter<RiskClaimCase>[] = [...claimCounters, ...riskCounters]

/** What the journal keeps of a claim: what rules read, and what was counted beside it, so that a draft policy can be tried on it. */
export function recordedAtClaim(
  reads: ReadonlySet<string>,
  counters: readonly Counter<RiskClaimCase>[],
): ReadonlySet<string> {
  const counted = counters.filter((each) => riskCounters.includes(each))
  return counted.length === 0 ? reads : new Set([...reads, ...counted.flatMap(({ facts }) => facts)])
}

/** What a claim comes from, as far as rules ask for it: a keyed hash each. The host vouches for the device, the transport for the address. */
export function withOrigins(
  found: ClaimCase,
  reads: ReadonlySet<string>,
  { actor, keys, now }: Pick<Ports, 'actor' | 'keys' | 'now'>,
): RiskClaimCase {
  const { tenant, facts, address } = actor
  const asks = (...names: readonly string[]) => names.some((name) => reads.has(name))
  return {
    ...found,
    now,
    fromDevice: asks('device.persons.24h', 'person.devices.7d')
      ? sharedOwner(keys, tenant, 'device', facts?.['device.id'])
      : undefined,
    fromAddress: asks('address.persons.1h', 'address.claims.10m', 'address.gapSpread')
      ? sharedOwner(keys, tenant, 'address', address)
      : undefined,
  }
}

/** The row that remembers what risk rules refused; counters may name it too. */
export function riskTouches(owner: number, rules: readonly unknown[]): readonly Touch[] {
  return rules.length > 0 ? [holderRiskRef(owner)] : []
}

/** The case as it stands under the lock: what the clock says now, still the same day, and how far the person came. */
export function claimNow(
  found: RiskClaimCase,
  {
    loaded,
    reads,
    position,
  }: {
    readonly loaded: Loaded
    readonly reads: ReadonlySet<string>
    readonly position: Coordinates | undefined
  },
  ctx: Context<unknown>,
): RiskClaimCase {
  const { owner } = found
  if (!readsJourney(reads)) return { ...found, now: ctx.now }
  const journey = journeyTo(position, loaded.get(holderRef(owner)), loaded.get(holderRiskRef(owner)), owner, ctx)
  return { ...found, now: ctx.now, journey }
}
