import type { Refusal } from '../../kernel/outcome.ts'

const WAITING_STATUSES: ReadonlySet<number> = new Set([423, 425, 429, 503])
const DEFAULT_SECONDS = 1

/** Whole seconds after which the call may be repeated (RFC 9110 §10.2.3): what the refusal says, or the time it names. */
export function retryAfterSeconds(refusal: Refusal, status: number, now: number): number | undefined {
  if (!WAITING_STATUSES.has(status)) return undefined
  const { retryAfterSeconds: seconds, time } = refusal.detail
  if (typeof seconds === 'number' && Number.isFinite(seconds)) return Math.max(1, Math.ceil(seconds))
  const instant = typeof time === 'string' ? Date.parse(time) : Number.NaN
  if (Number.isFinite(instant)) return Math.max(1, Math.ceil((instant - now) / 1000))
  return status === 429 || status === 503 ? DEFAULT_SECONDS : undefined
}
