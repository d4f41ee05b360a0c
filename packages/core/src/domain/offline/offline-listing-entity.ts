import { number48 } from '../../kernel/digest.ts'
import type { Ref, Span } from '../../kernel/entity.ts'
import { defineEntity, ref, span } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import { STATUSES_A_LIST } from '../../token/offline/offline-credential.ts'
import type { VoucherAddress } from '../voucher/own-voucher.ts'

/** What a voucher's newest credential says: a bit of the list stands for exactly this. */
export interface CredentialState {
  readonly index: number
  readonly version: number
  /** Thumbprint of the device it is bound to. */
  readonly kid: string
  readonly expiresAt: number
}

/**
 * Whose bit an index is, until `expiresAt`; then it is free for another. It lies beside its own number, which is drawn so that
 * this is the holder's lane: making a credential locks no second one, and no other lane ever has a row for the same bit.
 */
export interface ListingState extends Omit<CredentialState, 'index'> {
  readonly holder: number
  readonly ordinal: number
}

export const credentialEntity = defineEntity<CredentialState>({ kind: 53, name: 'offlineCredential', version: 1 })
export const listingEntity = defineEntity<ListingState>({ kind: 54, name: 'offlineListing', version: 1 })

export function credentialRef({ owner, ordinal }: VoucherAddress): Ref<CredentialState> {
  return ref(credentialEntity, owner, ordinal)
}

/** The list of one benefit. */
export function listOwner(keys: KeyRing, tenant: string, benefit: string): number {
  return number48(keyedHex(keys, 'offline-lists', tenant, benefit))
}

export function listingRef(list: number, index: number): Ref<ListingState> {
  return ref(listingEntity, list, index, index)
}

/** The rows of a list that lie in one lane. */
export function listingsIn(list: number, lane: number): Span<ListingState> {
  return span(listingEntity, list, { to: STATUSES_A_LIST, limit: STATUSES_A_LIST, beside: lane })
}

/** Indices to try for a holder, all of the holder's lane. */
export function drawIndices(
  holder: number,
  lanes: number,
  random: (bytes: number) => Uint8Array,
  times: number,
): readonly number[] {
  const perLane = Math.floor(STATUSES_A_LIST / lanes)
  return Array.from({ length: times }, () => {
    const [a = 0, b = 0, c = 0] = random(3)
    return (((a << 16) | (b << 8) | c) % perLane) * lanes + (holder % lanes)
  })
}

export function isSameCredential(a: Omit<CredentialState, 'expiresAt' | 'index'>, b: typeof a): boolean {
  return a.version === b.version && a.kid === b.kid
}
