import type { Coordinates } from '../../../packages/core/src/values/position.ts'

export interface Person {
  /** Their number in the county. */
  readonly n: number
  /** The ring they belong to; undefined for honest people. */
  readonly ring?: string | undefined
  readonly device: string
  readonly address: string
  /** In so many of a thousand cases they answer a challenge: the host identifies them anew. */
  readonly answersPerMille: number
}

export interface Place extends Coordinates {
  readonly accuracyMetres: number
}

/** One voucher from the claim to the till, as the person means to go about it. Times are epoch milliseconds. */
export interface Visit {
  readonly person: Person
  readonly claimAt: number
  readonly useAt: number
  /** What the phone says at the claim; undefined where it says nothing. */
  readonly position?: Place | undefined
  readonly shop: string
  readonly amountMinor: number
  /** So long after the use the shop takes it back, so often; `again`: and the voucher is used anew. */
  readonly refund?: { readonly afterMs: number; readonly times: number; readonly again: boolean } | undefined
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
