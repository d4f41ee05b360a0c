import { number48 } from '../../kernel/digest.ts'
import { ref } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import { nameNumber } from '../../kernel/reference-ref.ts'
import type { QuotaState } from '../voucher/quota-entity.ts'
import { countClaim, giveBack, programmeQuotaRef, quotaEntity, quotaRef } from '../voucher/quota-entity.ts'
import type { Counter } from './counter.ts'

/** A claim, or a voucher, as counters see it. */
export interface HolderCase {
  readonly owner: number
  readonly programme: string
  readonly benefit: string
  /** The business day, `YYYY-MM-DD`. */
  readonly today: string
}

export interface ClaimCase extends HolderCase {
  /** Owner numbers of what shares are counted by besides the person; undefined where the host says nothing of it. */
  readonly household: number | undefined
  readonly device: number | undefined
}

/** Of a household, a device or a network address only 48 bits of a keyed hash are kept. */
export function sharedOwner(
  keys: KeyRing,
  tenant: string,
  kind: 'household' | 'device' | 'address',
  name: unknown,
): number | undefined {
  if (typeof name !== 'string' || name === '') return undefined
  return number48(keyedHex(keys, kind, tenant, name))
}

function dayOf(state: QuotaState | undefined, today: string): number {
  return state?.day === today ? state.onDay : 0
}

export const personQuota: Counter<HolderCase, QuotaState> = {
  facts: ['quota.person', 'quota.personDay'],
  row: ({ owner, programme, benefit }) => quotaRef(owner, programme, benefit),
  read: (state, { today }) => ({ 'quota.person': state?.total ?? 0, 'quota.personDay': dayOf(state, today) }),
  count: (state, { today }) => countClaim(state, today),
  giveBack: (state, { today }) => giveBack(state, today),
}

export const programmeQuota: Counter<HolderCase, QuotaState> = {
  facts: ['quota.programme', 'quota.programmeDay'],
  row: ({ owner, programme }) => programmeQuotaRef(owner, programme),
  read: (state, { today }) => ({ 'quota.programme': state?.total ?? 0, 'quota.programmeDay': dayOf(state, today) }),
  count: (state, { today }) => countClaim(state, today),
  giveBack: (state, { today }) => giveBack(state, today),
}

function sharedQuota(kind: 'household' | 'device'): Counter<ClaimCase, QuotaState> {
  const [fact, ofDay] = [`quota.${kind}`, `quota.${kind}Day`]
  return {
    facts: [fact, ofDay],
    row: (found) => {
      const owner = found[kind]
      return owner === undefined
        ? undefined
        : ref(quotaEntity, owner, nameNumber(`${found.programme}/${found.benefit}`))
    },
    read: (state, { today }) => ({ [fact]: state?.total ?? 0, [ofDay]: dayOf(state, today) }),
    count: (state, { today }) => countClaim(state, today),
    giveBack: (state, { today }) => giveBack(state, today),
  }
}

/** Counted by owners of their own, which may lie in other lanes than the holder. */
export const sharedCounters: readonly Counter<ClaimCase>[] = [sharedQuota('household'), sharedQuota('device')]

export const claimCounters: readonly Counter<ClaimCase>[] = [personQuota, programmeQuota, ...sharedCounters]
