import { number48 } from '../../kernel/digest.ts'
import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import type { TillCode } from '../../token/terminal-challenge/till-code.ts'
import type { Till } from '../till.ts'
import { tillName } from '../till.ts'

/** One code that a till shows, and who answered it. */
export interface ChallengeState {
  readonly nonce: string
  readonly orderNumber: string
  readonly orderAmountMinor: number
  readonly excludedAmountMinor?: number | undefined
  readonly merchantDiscountMinor?: number | undefined
  readonly item?: string | undefined
  /** Who rang it up; the sale is theirs. */
  readonly by: string
  readonly byId?: string | undefined
  readonly expiresAt: number
  /** The signed challenge that its code stands for, as long as it can be answered. */
  readonly signed?: string | undefined
  readonly answer?:
    | {
        readonly owner: number
        readonly ordinal: number
        readonly seq: number
        readonly benefit: string
        readonly subsidyMinor: number
        readonly customerPaysMinor: number
        readonly until: number
      }
    | undefined
}

/** A till serves one customer at a time: its newest few challenges are all that is ever asked for. */
export interface TillChallenges {
  readonly till: string
  readonly newest: readonly ChallengeState[]
}

const KEPT = 16

export const challengesEntity = defineEntity<TillChallenges>({
  kind: 45,
  name: 'challenges',
  version: 2,
  // In version 1 tills showed the signed challenges themselves, and nobody asked for them by a code.
  upcast: (state) => state as TillChallenges,
})

/** One row a till; its number is keyed, so that nobody can pick a name that shares another till's row. */
export function challengesRef(keys: KeyRing, tenant: string, till: Till): Ref<TillChallenges> {
  return ref(challengesEntity, number48(keyedHex(keys, 'till-challenges', tenant, tillName(till))))
}

export function challengesBehind({ till }: TillCode): Ref<TillChallenges> {
  return ref(challengesEntity, till)
}

export function findChallenge(row: TillChallenges | undefined, nonce: string): ChallengeState | undefined {
  return row?.newest.find((challenge) => challenge.nonce === nonce)
}

/** The row with this challenge in place of the one with its nonce, or as its newest. */
export function withChallenge(
  row: TillChallenges | undefined,
  till: Till,
  challenge: ChallengeState,
  now: number,
): TillChallenges {
  const newest = (row?.newest ?? []).map(({ signed, ...entry }) =>
    now < entry.expiresAt ? { ...entry, signed } : entry,
  )
  const known = newest.some(({ nonce }) => nonce === challenge.nonce)
  const next = known
    ? newest.map((entry) => (entry.nonce === challenge.nonce ? challenge : entry))
    : [...newest, challenge].slice(-KEPT)
  return { till: tillName(till), newest: next }
}
