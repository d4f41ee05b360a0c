import type { PinnedKind } from '../jws/verify-pinned.ts'

/** What a verified shop code says: whose sheet of paper it is. It names no amount; the customer enters that. */
export interface ShopCode {
  readonly merchantId: string
  /** Counts up: only the shop's newest sheet is good. */
  readonly sheet: number
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** A sheet hangs on a wall; a year and some days, so that it is printed anew once a year. */
export const SHOP_CODE_DAYS_AT_MOST = 400

export const SHOP_CODE: PinnedKind = {
  type: 'tally-shop+jwt',
  // For any holder.
  audience: 'tally:holder',
  secondsAtMost: SHOP_CODE_DAYS_AT_MOST * 86_400,
}
