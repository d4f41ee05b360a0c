/** What a till keeps of a sale, and hands in when it is online again: every proof as it stood, so that anybody can judge it anew. */
export interface OfflineRecord {
  /** As the issuer signed them. */
  readonly allowance: string
  readonly statuses: string
  /** What the holder's phone showed: credential and binding. */
  readonly presentation: string
  /** As the till made it: 26 characters. It names the record. */
  readonly nonce: string
  readonly orderNumber: string
  readonly orderAmountMinor: number
  /** By the till's clock, epoch milliseconds. */
  readonly at: number
}

/** What a verified record says. */
export interface OfflineSale {
  readonly nonce: string
  /** The voucher, under a name that only the issuer can lead back. */
  readonly voucher: string
  readonly version: number
  readonly benefit: string
  readonly merchantId: string
  readonly terminalId: string
  /** The business day of the allowance it counts against. */
  readonly day: string
  readonly orderNumber: string
  readonly orderAmountMinor: number
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
  readonly currency: string
  readonly at: number
}
