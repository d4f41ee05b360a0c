/** What a limiter answers for one call. */
export interface RateAnswer {
  readonly ok: boolean
  /** Whole calls that are left at this moment. */
  readonly remaining: number
  /** When `ok` is false: whole seconds until a call of this cost goes through, at least 1. */
  readonly retryAfterSeconds: number
}

/**
 * Counts calls by key. `take` is atomic: of calls that race for the last token exactly one gets it. An answer that is
 * not ok takes nothing. A limiter shared by several processes may answer later.
 */
export interface RateLimiter {
  /** Calls that fit in one burst; shown to callers. */
  readonly burst: number
  /** @param now epoch milliseconds; the limiter reads no clock. */
  take(key: string, cost: number, now: number): RateAnswer | Promise<RateAnswer>
}
