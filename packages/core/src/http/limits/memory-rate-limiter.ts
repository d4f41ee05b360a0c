import { TallyError } from '../../kernel/error.ts'
import type { RateAnswer, RateLimiter } from './rate-limiter.ts'

export interface RateLimit {
  /** Calls a second that can go on for ever. */
  readonly perSecond: number
  /** Calls at once after a pause. */
  readonly burst: number
  /** Keys that are remembered; beyond them newcomers share one bucket. Default 20 000. */
  readonly maxKeys?: number | undefined
}

interface Bucket {
  tokens: number
  at: number
}

/**
 * A token bucket for each key, in the memory of this process. Bounded: a bucket that has filled up again is forgotten;
 * when all are in use, new keys share one bucket, so inventing keys wins nothing.
 * @throws TallyError `rate_limit_invalid` unless rate, burst and number of keys are positive.
 */
export function memoryRateLimiter({ perSecond, burst, maxKeys = 20_000 }: RateLimit): RateLimiter {
  if (!(perSecond > 0 && burst >= 1 && maxKeys >= 1)) {
    throw new TallyError('rate_limit_invalid', 'A rate limit needs perSecond > 0, burst >= 1 and maxKeys >= 1.')
  }
  const buckets = new Map<string, Bucket>()
  const shared: Bucket = { tokens: burst, at: 0 }
  const filled = (bucket: Bucket, now: number) =>
    Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * perSecond) / 1000)

  /** A map keeps the order of insertion, and every use inserts again: the first bucket is the one longest unused. */
  function bucketOf(key: string, now: number): Bucket {
    const known = buckets.get(key)
    if (known) {
      buckets.delete(key)
      buckets.set(key, known)
      return known
    }
    for (const [oldest, bucket] of buckets) {
      if (buckets.size < maxKeys || filled(bucket, now) < burst) break
      buckets.delete(oldest)
    }
    if (buckets.size >= maxKeys) return shared
    const fresh = { tokens: burst, at: now }
    buckets.set(key, fresh)
    return fresh
  }

  return {
    burst,
    take(key: string, cost: number, now: number): RateAnswer {
      const bucket = bucketOf(key, now)
      bucket.tokens = filled(bucket, now)
      bucket.at = Math.max(bucket.at, now)
      const ok = bucket.tokens >= cost
      if (ok) bucket.tokens -= cost
      const retryAfterSeconds = ok ? 0 : Math.max(1, Math.ceil((cost - bucket.tokens) / perSecond))
      return { ok, remaining: Math.floor(bucket.tokens), retryAfterSeconds }
    },
  }
}
