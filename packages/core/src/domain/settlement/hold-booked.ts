import { write } from '../../kernel/entity.ts'
import type { CohortState } from '../batch/batch-entity.ts'
import { cohortEntity, countIn } from '../batch/batch-entity.ts'
import { payableAccount } from '../batch/fund-batch.ts'
import type { Booked, Sale } from '../voucher/book-redemption.ts'
import { redemptionEntity } from '../voucher/voucher-entity.ts'
import { heldRef, newHeld } from './held-entity.ts'
import { owedAccount } from './owed-account.ts'

/**
 * A use as it was booked, but with the sponsor's share kept back: the customer sees nothing of it. Only the leg that would
 * owe it to the shop goes to the held account.
 *
 * @param n the number of the held row, which must have been touched, and be free
 */
export function holdBooked(
  booked: Booked,
  { risk, decision }: Pick<Sale, 'risk' | 'decision'>,
  n: number,
  now: number,
): Booked {
  const { target, redemption, change } = booked
  const held = newHeld(target, redemption, { heldAt: now, heldBy: 'policy', rule: risk?.rule, facts: decision?.facts })
  const after = { ...redemption, settlement: { state: 'held' as const, n } }
  const owed = payableAccount({ owner: redemption.batch }, redemption.merchantId)
  const kept = owedAccount(after)
  const writes = change.writes.map((each) => {
    if (each.ref.entity.kind === redemptionEntity.kind) return { ...each, state: after }
    if (each.ref.entity.kind !== cohortEntity.kind) return each
    return { ...each, state: countIn(each.state as CohortState, { held: 1, heldMinor: held.amountMinor }) }
  })
  return {
    ...booked,
    redemption: after,
    change: {
      ...change,
      writes: [...writes, write(heldRef(target.owner, n), held)],
      postings: change.postings.map((leg) => (leg.account === owed ? { ...leg, account: kept } : leg)),
    },
  }
}
