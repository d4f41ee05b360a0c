import type { Reason, Refusal } from '../../kernel/outcome.ts'
import { refusalEntry } from '../../kernel/refusals/catalogue.ts'
import { explainRefusal, type RefusalLocale } from '../../kernel/refusals/explain-refusal.ts'
import { retryAfterSeconds } from './retry-after.ts'

/** A refusal on the wire (RFC 9457). `code` is what programs branch on; `detail` is the sentence people read. */
export interface Problem {
  /** The address of this code's page in the error reference. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  /** What the sentence was filled from: the refusal's own `detail`. */
  readonly params: Readonly<Record<string, unknown>>
  readonly reasons: readonly Reason[]
  readonly needs: readonly string[]
  readonly retryable: boolean
  readonly requestId: string
}

export interface ProblemContext {
  readonly requestId: string
  readonly language: RefusalLocale
  readonly timeZone: string
  readonly basePath: string
  readonly now: number
}

/** A refusal as a problem document, with the seconds for `Retry-After` where there are any. */
export function problemOf(
  refusal: Refusal,
  context: ProblemContext,
): { readonly problem: Problem; readonly retryAfter: number | undefined } {
  const entry = refusalEntry(refusal.code)
  // A code outside the closed list is a mistake of ours; it must not look like the caller's.
  const status = entry?.status ?? 500
  const retryAfter = retryAfterSeconds(refusal, status, context.now)
  // For the sentence only: a refusal's own detail goes over the wire as it is, so that remote outcomes equal local ones.
  const filled = { ...refusal, detail: { retryAfterSeconds: retryAfter, ...refusal.detail } }
  const problem: Problem = {
    type: problemType(refusal.code, context.basePath),
    title: refusal.code.replaceAll('_', ' '),
    status,
    detail: explainRefusal(filled, context.language, context.timeZone),
    code: refusal.code,
    params: refusal.detail,
    reasons: refusal.reasons,
    needs: refusal.needs,
    retryable: refusal.retryable || entry?.retryable === true,
    requestId: context.requestId,
  }
  return { problem, retryAfter }
}

export function problemType(code: string, basePath: string): string {
  return `${basePath}/v1/problems/${code}`
}
