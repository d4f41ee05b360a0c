import type { LocalText } from '../i18n/local-text.ts'

/** One condition that failed or is unknown, as the server says it. */
export interface AnswerReason {
  readonly fact: string
  readonly result: string
  readonly message?: Partial<LocalText> | undefined
  readonly problem?: string | undefined
}

/** A "no" from the service. `message` is its sentence in the reader's language. */
export interface RefusalAnswer {
  readonly ok: false
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly reasons: readonly AnswerReason[]
  readonly needs: readonly string[]
  readonly retryable: boolean
  readonly message?: string | undefined
  /** For the help desk. */
  readonly requestId?: string | undefined
}

export type Answer<T> = { readonly ok: true; readonly value: T } | RefusalAnswer

const SESSION_CODES: ReadonlySet<string> = new Set(['session_missing', 'session_invalid', 'session_expired'])
const UNKNOWN_CODES: ReadonlySet<string> = new Set(['unreachable', 'store_unavailable'])
const BUSY_CODES: ReadonlySet<string> = new Set(['overloaded', 'rate_limited'])

/** The person must sign in again, or the host must hand over a new session. */
export function isSessionRefusal(answer: Answer<unknown>): boolean {
  return !answer.ok && SESSION_CODES.has(answer.code)
}

/** Nobody can say whether it was done: only the same call under the same key will tell. */
export function isUnknownResult(answer: Answer<unknown>): boolean {
  return !answer.ok && UNKNOWN_CODES.has(answer.code)
}

export function isBusy(answer: Answer<unknown>): boolean {
  return !answer.ok && BUSY_CODES.has(answer.code)
}

/** An act of which nobody knows yet what became of it: not answered, too many before it, or done and told in words of another version. */
export function isOpen(answer: Answer<unknown>): boolean {
  return isUnknownResult(answer) || isBusy(answer) || (!answer.ok && answer.code === 'answer_unreadable')
}

/** Many are here: the act waits for its turn, under its key. */
export function isQueued(answer: Answer<unknown>): answer is RefusalAnswer & { readonly code: 'queue_waiting' } {
  return !answer.ok && answer.code === 'queue_waiting'
}

/** A "no" by its code alone. */
export function plainRefusal(code: string): RefusalAnswer {
  return { ok: false, code, detail: {}, reasons: [], needs: [], retryable: false }
}

/** A "no" of the widget's own, before any call: the sentence is in the catalogue. */
export function ownRefusal(code: string, message: string): RefusalAnswer {
  return { ...plainRefusal(code), retryable: true, message }
}
