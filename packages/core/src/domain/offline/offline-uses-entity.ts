import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { VoucherAddress } from '../voucher/own-voucher.ts'

/** One sale without a network, as it was booked when it was handed in. */
export interface OfflineUse {
  /** The till's own: it names the record. */
  readonly nonce: string
  readonly merchantId: string
  readonly terminalId: string
  readonly version: number
  readonly day: string
  readonly orderAmountMinor: number
  readonly subsidyMinor: number
  readonly currency: string
  /** By the till's clock. */
  readonly at: number
  readonly bookedAt: number
  /** `redeemed`: the voucher was still good. `lost`: it was not, and somebody bears what was taken for it. */
  readonly outcome: 'redeemed' | 'lost'
  /** Of a redemption: its row. */
  readonly redemption?: number | undefined
  /** Of a loss: why, as a refusal says it, and who bears it. */
  readonly because?: string | undefined
  readonly borneBy?: 'sponsor' | 'merchant' | undefined
}

/** Every sale of one voucher without a network. */
export interface OfflineUsesState {
  readonly uses: readonly OfflineUse[]
}

/** So many tills are believed about one voucher; it bounds the row, and with it what one voucher can ever cost. */
export const OFFLINE_USES_AT_MOST = 16

export const offlineUsesEntity = defineEntity<OfflineUsesState>({ kind: 55, name: 'offlineUses', version: 1 })

export function offlineUsesRef({ owner, ordinal }: VoucherAddress): Ref<OfflineUsesState> {
  return ref(offlineUsesEntity, owner, ordinal)
}
