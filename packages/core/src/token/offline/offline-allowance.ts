import type { PinnedKind } from '../jws/verify-pinned.ts'

/** What a verified allowance says: how much one till may take without a network, of one benefit, on one business day. */
export interface OfflineAllowance {
  readonly merchantId: string
  /** The shop's name, for the holder's phone to show. */
  readonly shop: string | undefined
  readonly terminalId: string
  /** `programme/benefit`. */
  readonly benefit: string
  /** The business day it is counted on, `YYYY-MM-DD`. */
  readonly day: string
  /** Of the sponsor's money, on that day. Asked for again it says the same: it is never added up. */
  readonly capMinor: number
  readonly currency: string
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly expiresAt: number
}

export const ALLOWANCE: PinnedKind = {
  type: 'tally-allowance+jwt',
  // A till shows it to any holder.
  audience: 'tally:holder',
  secondsAtMost: 3600,
}
