import type { Posting } from '../kernel/decision.ts'
import type { Ref } from '../kernel/entity.ts'
import { MAX_N, ref } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import type { AccountState } from '../kernel/ledger-account.ts'
import { ACCOUNT_OWNER, accountEntity } from '../kernel/ledger-account.ts'
import { nameNumber } from '../kernel/reference-ref.ts'
import { shardOf } from './placement.ts'
import type { Lane, RowSpan } from './store-port.ts'

export interface PlacedPosting {
  readonly account: string
  readonly amountMinor: number
  readonly currency: string
}

/** The row of an account in the lane of `shard`. */
export function accountRef(account: string, currency: string, shard: number): Ref<AccountState> {
  return ref(accountEntity, ACCOUNT_OWNER, nameNumber(`${currency}/${account}`), shard)
}

/** Every account row of a lane. */
export function accountsIn({ tenant, shard }: Lane): Omit<RowSpan, 'limit'> {
  return { tenant, shard, owner: ACCOUNT_OWNER, kind: accountEntity.kind, from: 0, to: MAX_N }
}

/**
 * Sorts a call's postings by lane and checks that each lane sums to zero in each currency.
 * @throws TallyError `ledger_unbalanced` | `amount_invalid`: the decision is wrong and nothing of it is written.
 */
export function placePostings(
  postings: readonly Posting[],
  primaryShard: number,
  shards: number,
): ReadonlyMap<number, readonly PlacedPosting[]> {
  const byShard = new Map<number, PlacedPosting[]>()
  for (const { account, amountMinor, currency, beside } of postings) {
    if (!Number.isSafeInteger(amountMinor)) {
      throw new TallyError('amount_invalid', `A posting to ${account} is not an integer of minor units.`)
    }
    if (amountMinor === 0) continue
    const shard = beside === undefined ? primaryShard : shardOf(beside, shards)
    const legs = byShard.get(shard)
    if (legs) legs.push({ account, amountMinor, currency })
    else byShard.set(shard, [{ account, amountMinor, currency }])
  }
  for (const [shard, legs] of byShard) {
    for (const { currency } of legs) mustBalance(shard, currency, legs)
  }
  return byShard
}

function mustBalance(shard: number, currency: string, legs: readonly PlacedPosting[]): void {
  let sum = 0
  for (const leg of legs) if (leg.currency === currency) sum += leg.amountMinor
  if (sum === 0) return
  throw new TallyError(
    'ledger_unbalanced',
    `Postings in lane ${shard} and currency ${currency} sum to ${sum}, not zero.`,
  )
}
