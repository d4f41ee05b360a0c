import { heldAccount, payableAccount } from '../batch/fund-batch.ts'
import type { RedemptionState } from '../voucher/voucher-entity.ts'

/** Where the sponsor's share of a redemption lies: owed to the shop, or kept back. */
export function owedAccount({
  batch,
  merchantId,
  settlement,
}: Pick<RedemptionState, 'batch' | 'merchantId' | 'settlement'>): string {
  const account = settlement?.state === 'held' ? heldAccount : payableAccount
  return account({ owner: batch }, merchantId)
}
