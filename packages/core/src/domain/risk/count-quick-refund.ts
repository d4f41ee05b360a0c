import type { Loaded, Touch, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { holderAtUse } from './holder-counters.ts'
import { countPair, holderRiskRef, newHolderRisk } from './holder-risk.ts'
import { newShopRisk, noteQuickRefund, shopDay, shopRiskRef } from './shop-counters.ts'

/** A refund this soon after the use is a quick one. */
const QUICK_MS = 1_800_000

/** Of what is counted, the rows that a refund counts in. */
export interface QuickRefundRows {
  readonly holder: boolean
  readonly shop: boolean
}

export function quickRefundRows(counters: {
  readonly holder: readonly unknown[]
  readonly shop: readonly unknown[]
}): QuickRefundRows {
  return { holder: counters.holder.includes(holderAtUse), shop: counters.shop.includes(shopDay) }
}

/** @param merchantId undefined for a refund by the sponsor: it says nothing of the shop, and none is counted. */
export function quickRefundTouches(
  rows: QuickRefundRows,
  owner: number,
  merchantId: string | undefined,
): readonly Touch[] {
  if (merchantId === undefined) return []
  return [...(rows.holder ? [holderRiskRef(owner)] : []), ...(rows.shop ? [shopRiskRef(merchantId)] : [])]
}

/** Counts a refund soon after the use, for the rules that judge the next use. Times are epoch milliseconds. */
export function countQuickRefund(
  loaded: Loaded,
  rows: QuickRefundRows,
  {
    owner,
    merchantId,
    usedAt,
  }: { readonly owner: number; readonly merchantId: string | undefined; readonly usedAt: number },
  now: number,
): Write[] {
  if (merchantId === undefined || now > usedAt + QUICK_MS) return []
  const at = Math.floor(now / 1000)
  const writes: Write[] = []
  if (rows.holder) {
    const before = loaded.get(holderRiskRef(owner)) ?? newHolderRisk
    writes.push(write(holderRiskRef(owner), countPair(before, merchantId, at, { quickRefunds: 1 })))
  }
  if (rows.shop) {
    const before = loaded.get(shopRiskRef(merchantId)) ?? newShopRisk
    writes.push(write(shopRiskRef(merchantId), noteQuickRefund(before, at)))
  }
  return writes
}
