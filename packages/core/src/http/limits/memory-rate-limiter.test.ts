import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryRateLimiter } from './memory-rate-limiter.ts'
import type { RateAnswer } from './rate-limiter.ts'

const start = Date.parse('2026-11-23T10:00:00+08:00')

test('lets a burst through, then one call for each token that grows', () => {
  const limiter = memoryRateLimiter({ perSecond: 2, burst: 3 })
  const take = (now: number) => limiter.take('a', 1, now) as RateAnswer
  expect([take(start), take(start), take(start)].map(({ ok }) => ok)).toEqual([true, true, true])
  expect(take(start)).toEqual({ ok: false, remaining: 0, retryAfterSeconds: 1 })
  expect(take(start + 499).ok).toBe(false)
  expect(take(start + 500).ok).toBe(true)
  expect(take(start + 500).ok).toBe(false)
  expect(limiter.take('b', 1, start + 500)).toEqual({ ok: true, remaining: 2, retryAfterSeconds: 0 })
})

test('says how long a call has to wait, in whole seconds', () => {
  const limiter = memoryRateLimiter({ perSecond: 0.1, burst: 1 })
  limiter.take('a', 1, start)
  expect(limiter.take('a', 1, start + 1000)).toMatchObject({ ok: false, retryAfterSeconds: 9 })
})

test('never lets more through than burst and rate allow, whatever the times are', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2000 }), { minLength: 1, maxLength: 200 }), (pauses) => {
      const limiter = memoryRateLimiter({ perSecond: 5, burst: 10 })
      let now = start
      let through = 0
      for (const pause of pauses) {
        now += pause
        if ((limiter.take('a', 1, now) as RateAnswer).ok) through++
      }
      expect(through).toBeLessThanOrEqual(10 + ((now - start) * 5) / 1000 + 1)
    }),
  )
})

test('a clock that goes back gives nothing away', () => {
  const limiter = memoryRateLimiter({ perSecond: 1, burst: 1 })
  limiter.take('a', 1, start)
  expect(limiter.take('a', 1, start - 60_000)).toMatchObject({ ok: false })
  expect(limiter.take('a', 1, start + 999)).toMatchObject({ ok: false })
})

test('many invented keys share one bucket, and a known key keeps its own', () => {
  const limiter = memoryRateLimiter({ perSecond: 1, burst: 2, maxKeys: 3 })
  for (const key of ['a', 'b', 'c']) limiter.take(key, 1, start)
  const invented = Array.from({ length: 50 }, (_, index) => limiter.take(`x${index}`, 1, start) as RateAnswer)
  expect(invented.filter(({ ok }) => ok)).toHaveLength(2)
  expect(limiter.take('b', 1, start)).toMatchObject({ ok: true })
  expect(limiter.take('b', 1, start)).toMatchObject({ ok: false })
})

test('buckets that have filled up again make room', () => {
  const limiter = memoryRateLimiter({ perSecond: 1, burst: 1, maxKeys: 2 })
  for (const key of ['a', 'b']) limiter.take(key, 1, start)
  const later = start + 5000
  expect(['c', 'd', 'e'].map((key) => (limiter.take(key, 1, later) as RateAnswer).ok)).toEqual([true, true, true])
})

test('refuses limits that would let nothing or everything through', () => {
  for (const limit of [
    { perSecond: 0, burst: 1 },
    { perSecond: 1, burst: 0 },
    { perSecond: Number.NaN, burst: 1 },
  ]) {
    expect(() => memoryRateLimiter(limit)).toThrow(expect.objectContaining({ code: 'rate_limit_invalid' }))
  }
})
