import { number48 } from '../../kernel/digest.ts'
import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import { REFERENCE_OWNER } from '../../kernel/reference-ref.ts'
import type { Till } from '../till.ts'
import { tillName } from '../till.ts'
import type { TriesState } from '../wrong-tries.ts'

/** Digits that were handed out for one voucher. */
export interface DigitsEntry {
  /** 128 bits of a keyed hash: whoever steals the database does not learn digits that are still good. */
  readonly hash: string
  readonly owner: number
  readonly ordinal: number
  /** The voucher's version when they were made; they die with it. */
  readonly version: number
  readonly expiresAt: number
  /** The shop, and perhaps the till, that they are good at: as the holder named it, or the first that entered them. */
  readonly merchantId?: string | undefined
  readonly terminalId?: string | undefined
  readonly usedAt?: number | undefined
}

/**
 * Digits by their hash, in 65,536 keyed buckets, and forgotten ten minutes after their end: so they need no
 * sweep, fill no disk, and "expired" is told apart from "unknown" as long as anybody asks.
 */
export interface DigitsState {
  readonly entries: readonly DigitsEntry[]
}

export const digitsEntity = defineEntity<DigitsState>({ kind: 41, name: 'digits', version: 1 })
const KEPT_AFTER_END_MS = 600_000

export interface DigitsPlace {
  readonly bucket: number
  readonly hash: string
}

export function digitsPlace(keys: KeyRing, tenant: string, digits: string): DigitsPlace {
  const digest = keyedHex(keys, 'digits-rows', tenant, digits)
  return { bucket: Number.parseInt(digest.slice(0, 4), 16), hash: digest.slice(4, 36) }
}

/** Buckets lie in the lane of their number, so that they spread over all lanes. */
export function digitsRef({ bucket }: DigitsPlace): Ref<DigitsState> {
  return ref(digitsEntity, REFERENCE_OWNER, bucket, bucket)
}

export function findDigits(state: DigitsState | undefined, { hash }: DigitsPlace): DigitsEntry | undefined {
  return state?.entries.find((entry) => entry.hash === hash)
}

/** The bucket with this entry in place of the one with its hash, and without those that nobody asks for any more. */
export function withEntry(state: DigitsState | undefined, entry: DigitsEntry, now: number): DigitsState {
  const others = (state?.entries ?? []).filter(
    ({ hash, expiresAt }) => hash !== entry.hash && now < expiresAt + KEPT_AFTER_END_MS,
  )
  return { entries: [...others, entry] }
}

/** Wrong digits entered at one till, whoever stands at it. */
export const digitTriesEntity = defineEntity<TriesState>({ kind: 42, name: 'digitTries', version: 1 })
export const WRONG_DIGITS_AT_MOST = 5

/** One row a till; its number is keyed, so that nobody can pick a name that shares another till's row. */
export function digitTriesRef(keys: KeyRing, tenant: string, till: Till): Ref<TriesState> {
  return ref(digitTriesEntity, number48(keyedHex(keys, 'digit-tries', tenant, tillName(till))))
}
