import type { Posting } from '../kernel/decision.ts'
import { TallyError } from '../kernel/error.ts'
import { ACCOUNT_OWNER, accountEntity } from '../kernel/ledger-account.ts'
import { nameNumber } from '../kernel/reference-ref.ts'
import { shardOf } from './placement.ts'
import type { Lane, RowKey } from './store-port.ts'

export interface PlacedPosting {
  readonly account: string
  readonly amountMinor: number
  readonly currency: string
}

export function accountKey(lane: Lane, account: string, currency: string): RowKey {
  return {
    tenant: lane.tenant,
    shard: lane.shard,
    owner: ACCOUNT_OWNER,
    kind: accountEntity.kind,
    n: nameNumber(`${currency}/${account}`),
  }
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
  const sums = new Map<string, number>()
  for (const { account, amountMinor, currency, beside } of postings) {
    if (!Number.isSafeInteger(amountMinor)) {
      throw new TallyError('amount_invalid', `A posting to ${account} is not an integer of minor units.`)
    }
    if (amountMinor === 0) continue
    const shard = beside === undefined ? primaryShard : shardOf(beside, shards)
    const legs = byShard.get(shard)
    if (legs) legs.push({ account, amountMinor, currency })
    else byShard.set(shard, [{ account, amountMinor, currency }])
    const sum = `${shard}/${currency}`
    sums.set(sum, (sums.get(sum) ?? 0) + amountMinor)
  }
  for (const [where, sum] of sums) {
    if (sum !== 0)
      throw new TallyError('ledger_unbalanced', `Postings in lane and currency ${where} sum to ${sum}, not zero.`)
  }
  return byShard
}
