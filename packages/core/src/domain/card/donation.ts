import { number48 } from '../../kernel/digest.ts'
import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import { REFERENCE_OWNER } from '../../kernel/reference-ref.ts'
import { toPlainText } from '../../values/plain-text.ts'

/** How much face value one donation has been given, over all cards and benefits of the tenant. */
export interface DonationState {
  readonly givenMinor: number
  readonly cards: number
}

export const donationEntity = defineEntity<DonationState>({ kind: 17, name: 'donation', version: 1 })

/** A donation reference is personal (it leads to a medical record), so only 96 bits of its keyed hash are kept. */
export interface DonationKey {
  readonly owner: number
  readonly n: number
}

/** Every spelling of a reference (case, spaces, full-width digits) is one donation: a second one would double the cap. */
export function donationKey(keys: KeyRing, tenant: string, reference: string): DonationKey {
  const text = toPlainText(reference).toUpperCase()
  const digest = keyedHex(keys, 'donation', tenant, text)
  return { owner: number48(digest), n: number48(digest.slice(12)) }
}

/**
 * Donations lie in the reference lane: a range of cards comes with as many donations as cards, and each in a lane of its
 * own would need more lanes than a call may lock. Cards are activated at the pace of people, so one lane carries them.
 */
export function donationRef(key: DonationKey): Ref<DonationState> {
  return ref(donationEntity, key.owner, key.n, REFERENCE_OWNER)
}

export const noDonation: DonationState = { givenMinor: 0, cards: 0 }

export function sameDonation(a: DonationKey | undefined, b: DonationKey | undefined): boolean {
  return a?.owner === b?.owner && a?.n === b?.n
}
