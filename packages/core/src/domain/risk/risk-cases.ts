import type { ClaimCase, HolderCase } from '../facts/claim-counters.ts'
import type { Journey } from './last-place.ts'

/** Where the person is, as far as the call says it. */
interface Placed {
  /** From the place they were last seen at; undefined when either is unknown. */
  readonly journey?: Journey | undefined
  /** Where they are now, sealed: for the row that remembers it. */
  readonly place?: string | undefined
}

/** A claim as counters for risk rules see it. */
export interface RiskClaimCase extends ClaimCase, Placed {
  readonly now: number
  /** Owner numbers of what the claim comes from, where rules ask for it and the host or the transport says it. */
  readonly fromDevice?: number | undefined
  readonly fromAddress?: number | undefined
}

/** The order of a use, as its shop's counters see it. */
export interface CountedSale {
  readonly amountMinor: number
  readonly hugsTier: boolean
}

/** A use as counters of its shop see it. `sale` is absent while rows are only named. */
export interface ShopCase {
  readonly merchantId: string
  readonly now: number
  readonly sale?: CountedSale | undefined
}

/** A use as counters of its holder see it. */
export interface UseCase extends HolderCase, ShopCase, Placed {}
