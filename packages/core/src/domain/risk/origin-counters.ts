import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { Counter } from '../facts/counter.ts'
import type { Recent } from './recent.ts'
import { countSince, gapSpread, noteTime, see, seenSince } from './recent.ts'
import type { RiskClaimCase } from './risk-cases.ts'
import { shortOf } from './short-of.ts'

/** Who claimed from one device, or from one network address. Fixed in size. */
export interface OriginState {
  readonly persons: Recent
  /** Epoch milliseconds of the newest claims. */
  readonly claims: readonly number[]
}

export const originEntity = defineEntity<OriginState>({ kind: 71, name: 'origin', version: 1 })

/** As many different people as a rule can tell apart: an address of a large office looks like this many. */
const PERSONS = 32
const CLAIMS = 12
const HOUR_SECONDS = 3600
/** A spread that no rule takes for a machine: said of too few claims to tell. */
const IRREGULAR = 100

export function noteOrigin(state: OriginState | undefined, person: number, now: number): OriginState {
  return {
    persons: see(state?.persons ?? [], person, Math.floor(now / 1000), PERSONS),
    claims: noteTime(state?.claims ?? [], now, CLAIMS),
  }
}

function row(owner: number | undefined): Ref<OriginState> | undefined {
  return owner === undefined ? undefined : ref(originEntity, owner)
}

/** People who have claimed from here since `from`, seconds; the one who claims now is one of them. */
function persons(state: OriginState | undefined, owner: number, now: number, windowSeconds: number): number {
  const at = Math.floor(now / 1000)
  return seenSince(see(state?.persons ?? [], shortOf(owner), at, PERSONS), at - windowSeconds)
}

const byDevice: Counter<RiskClaimCase, OriginState> = {
  facts: ['device.persons.24h'],
  row: ({ fromDevice }) => row(fromDevice),
  read: (state, { owner, now }) => ({ 'device.persons.24h': persons(state, owner, now, 24 * HOUR_SECONDS) }),
  count: (state, { owner, now }) => noteOrigin(state, shortOf(owner), now),
}

const byAddress: Counter<RiskClaimCase, OriginState> = {
  facts: ['address.persons.1h', 'address.claims.10m', 'address.gapSpread'],
  row: ({ fromAddress }) => row(fromAddress),
  read(state, { owner, now }) {
    const claims = noteTime(state?.claims ?? [], now, CLAIMS)
    return {
      'address.persons.1h': persons(state, owner, now, HOUR_SECONDS),
      'address.claims.10m': countSince(claims, now - 600_000),
      'address.gapSpread': gapSpread(claims) ?? IRREGULAR,
    }
  },
  count: (state, { owner, now }) => noteOrigin(state, shortOf(owner), now),
}

/**
 * Counted also when the claim is refused: else a machine's refusals would look like pauses. They lie in lanes of their own.
 */
export const originCounters: readonly Counter<RiskClaimCase>[] = [byDevice, byAddress]
