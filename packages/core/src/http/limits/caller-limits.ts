import { type Actor, principalOf } from '../../kernel/actor.ts'
import type { CallerClass, HttpOptions } from '../http-call.ts'
import { memoryRateLimiter, type RateLimit } from './memory-rate-limiter.ts'
import type { RateAnswer, RateLimiter } from './rate-limiter.ts'

/**
 * Generous: they stop a script, not a person. Many people share one address behind a carrier's network, so addresses
 * are counted only for calls without a session; a host's server calls for everybody.
 */
export const defaultRateLimits: Readonly<Record<CallerClass, RateLimit>> = {
  address: { perSecond: 50, burst: 500 },
  holder: { perSecond: 20, burst: 100 },
  counter: { perSecond: 50, burst: 200 },
  server: { perSecond: 5000, burst: 10_000 },
}

export interface RateReport extends RateAnswer {
  readonly limit: number
}

/** Counts a call against whoever makes it. */
export type CallerLimits = (
  actor: Actor | undefined,
  address: string,
  now: number,
) => Promise<RateReport> | RateReport | undefined

export function callerLimits(limits: HttpOptions['limits'] = {}): CallerLimits {
  const limiterOf = (name: CallerClass) => {
    const given = limits[name]
    return given === 'off' ? undefined : (given ?? memoryRateLimiter(defaultRateLimits[name]))
  }
  const limiters: Readonly<Record<CallerClass, RateLimiter | undefined>> = {
    address: limiterOf('address'),
    holder: limiterOf('holder'),
    counter: limiterOf('counter'),
    server: limiterOf('server'),
  }
  return (actor, address, now) => {
    const limiter = limiters[actor ? classOf(actor) : 'address']
    if (!limiter) return undefined
    const key = actor ? `${actor.tenant}/${principalOf(actor)}` : address
    const answer = limiter.take(key, 1, now)
    const report = (found: RateAnswer): RateReport => ({ ...found, limit: limiter.burst })
    return answer instanceof Promise ? answer.then(report) : report(answer)
  }
}

function classOf(actor: Actor): CallerClass {
  switch (actor.role) {
    case 'holder':
      return 'holder'
    case 'staff':
    case 'terminal':
    case 'merchant':
      return 'counter'
    case 'public':
      return 'address'
    default:
      return 'server'
  }
}
