import type { Allotment } from './allotment.ts'
import type { Ref, Write } from './entity.ts'
import type { Reason, Refusal } from './outcome.ts'
import { refused } from './outcome.ts'

/** Something that happened, for the journal and its readers. */
export interface EventDraft {
  readonly type: string
  /** No personal fact in clear: owners are pseudonymous numbers, the rest goes into `sealed`. */
  readonly data: Readonly<Record<string, unknown>>
  /** Personal facts enciphered under the holder's own key, so that erasing the key erases them and the chain stays whole. */
  readonly sealed?: string | undefined
}

/**
 * One leg of a double entry: positive debits, negative credits the account. All legs of a call sum to zero in
 * each lane and currency, else the call fails and nothing is written.
 */
export interface Posting {
  readonly account: string
  readonly amountMinor: number
  readonly currency: string
  /** The owner whose lane carries the leg; by default the call's first entity. */
  readonly beside?: number | undefined
}

export interface Change {
  readonly writes?: readonly Write[] | undefined
  readonly removes?: readonly Ref<unknown>[] | undefined
  readonly events?: readonly EventDraft[] | undefined
  readonly postings?: readonly Posting[] | undefined
}

export type Decision<T, C extends string> =
  | { readonly kind: 'accept'; readonly value: T; readonly change: Change }
  | { readonly kind: 'refuse'; readonly refusal: Refusal<C>; readonly change?: Change | undefined }
  | { readonly kind: 'again' }
  | { readonly kind: 'wait'; readonly allotments: readonly Allotment[]; readonly amount: number }

/** Yes: the value is answered after the change is durable. */
export function accept<T>(value: T, change: Change = {}): Decision<T, never> {
  return { kind: 'accept', value, change }
}

/**
 * No: nothing is written but the attempt, and `change` where given: what a refusal must leave behind, such as the count of
 * wrong tries that locks a guesser out. It is journaled like any change; the answer is not kept, so a retry is a new try.
 */
export function refuse<C extends string>(
  code: C,
  detail: Readonly<Record<string, unknown>> = {},
  more: { reasons?: readonly Reason[]; needs?: readonly string[]; retryable?: boolean } = {},
  change?: Change,
): Decision<never, C> {
  return { kind: 'refuse', refusal: refused(code, detail, more), change }
}

/** Prepare and decide once more: a created owner number was taken, or a fact read outside the transaction has moved. */
export function again(): Decision<never, never> {
  return { kind: 'again' }
}

/**
 * A stripe beside the taker does not hold enough: the engine refills it and decides again, or proves that nothing is left. A call
 * that needs several allotments names all of them, also those it found enough of: they are brought together or not at all, in the
 * transaction that decides it again.
 */
export function wait(wanted: Allotment | readonly Allotment[], amount = 1): Decision<never, never> {
  return { kind: 'wait', allotments: 'owner' in wanted ? [wanted] : wanted, amount }
}
