import { defineEntity, ref } from '../../kernel/entity.ts'
import { holderAtUse } from '../risk/holder-counters.ts'
import { shopNumber } from '../risk/holder-risk.ts'
import type { ShopCase, UseCase } from '../risk/risk-cases.ts'
import { shopDay } from '../risk/shop-counters.ts'
import { personQuota, programmeQuota } from './claim-counters.ts'
import type { Counter } from './counter.ts'

const BUCKET_MS = 5 * 60_000
const HOUR_MS = 3_600_000

/** Redemptions of one shop by five minutes, newest last; a shop is an owner of its own, in a lane of its own. */
export interface ShopHourState {
  readonly counts: readonly (readonly [bucket: number, count: number])[]
}

export const shopHourEntity = defineEntity<ShopHourState>({ kind: 30, name: 'shopHour', version: 1 })

function recent(state: ShopHourState | undefined, now: number): ShopHourState['counts'] {
  return (state?.counts ?? []).filter(([bucket]) => (bucket + 1) * BUCKET_MS > now - HOUR_MS)
}

/** How many redemptions before this one the shop had within the hour, to five minutes: 60 to 65 minutes are counted. */
const shopHour: Counter<ShopCase, ShopHourState> = {
  facts: ['merchant.redemptions.1h'],
  row: ({ merchantId }) => ref(shopHourEntity, shopNumber(merchantId)),
  read: (state, { now }) => ({
    'merchant.redemptions.1h': recent(state, now).reduce((sum, [, count]) => sum + count, 0),
  }),
  count: (state, { now }) => {
    const bucket = Math.floor(now / BUCKET_MS)
    const counts = recent(state, now)
    const last = counts.at(-1)
    if (last?.[0] === bucket) return { counts: [...counts.slice(0, -1), [bucket, last[1] + 1]] }
    return { counts: [...counts, [bucket, 1]] }
  },
}

/** Counted by the shop: their rows are known before the voucher is. */
export const shopCounters: readonly Counter<ShopCase>[] = [shopHour, shopDay]

const claimed: readonly Counter<UseCase>[] = [personQuota, programmeQuota].map(({ facts, row, read }) => ({
  facts,
  row,
  read,
}))

/** What the holder has claimed, only read at the use, and what they did; the rows lie beside the voucher. */
export const holderCounters: readonly Counter<UseCase>[] = [...claimed, holderAtUse]
