import type { DeviceJwk } from '../holder-proof/holder-proof.ts'
import type { PinnedKind } from '../jws/verify-pinned.ts'
import type { OfflineTerms } from './offline-terms.ts'

/** What a verified credential says: a voucher that a till may take without a network, from this device alone. Nothing of the person. */
export interface OfflineCredential {
  /** The voucher, under a name that only the issuer can lead back. */
  readonly voucher: string
  readonly version: number
  /** `programme/benefit`. */
  readonly benefit: string
  readonly terms: OfflineTerms
  /** The most of the sponsor's money that it may cost without a network. */
  readonly capMinor: number
  readonly currency: string
  /** The key that must sign each sale (`cnf`, RFC 7800). */
  readonly device: DeviceJwk
  /** Its bit in the benefit's list of statuses. */
  readonly statusIndex: number
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly expiresAt: number
}

export const CREDENTIAL: PinnedKind = {
  type: 'tally-cred+jwt',
  // For any till.
  audience: 'tally:terminal',
  secondsAtMost: 3600,
}

/** Credentials of one benefit that are alive at one time: two kilobytes of bits, before they are deflated. */
export const STATUSES_A_LIST = 2 ** 14

/** The `sub` of a benefit's list of statuses, and the `uri` by which credentials refer to it. */
export function offlineStatusesSubject(issuer: string, benefit: string): string {
  return `${issuer}:offline-statuses:${benefit}`
}
