import { jsonAnswer } from './answer.ts'
import type { HttpAnswer, HttpCall } from './http-call.ts'

const ALLOWED_HEADERS =
  'authorization, content-type, idempotency-key, tally-attempt, tally-request-id, tally-tenant, tally-ticket, accept-language'
const EXPOSED_HEADERS =
  'content-language, retry-after, tally-request-id, ratelimit-limit, ratelimit-remaining, ratelimit-reset'
const PREFLIGHT_SECONDS = 600

/** Headers that let pages of the listed origins read answers; sessions travel in headers, so credentials are never allowed. */
export function crossOriginHeaders(call: HttpCall, allowed: ReadonlySet<string>): Readonly<Record<string, string>> {
  if (allowed.size === 0) return {}
  const origin = call.header('origin')
  if (origin === undefined || !allowed.has(origin)) return { vary: 'origin' }
  return { vary: 'origin', 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED_HEADERS }
}

/** The answer to OPTIONS: what the address knows, and for a listed origin that its page may call. */
export function preflightAnswer(methods: readonly string[], crossOrigin: Readonly<Record<string, string>>): HttpAnswer {
  const allow = [...methods, 'OPTIONS'].join(', ')
  if (!crossOrigin['access-control-allow-origin']) return jsonAnswer(204, undefined, { allow })
  return jsonAnswer(204, undefined, {
    allow,
    'access-control-allow-methods': allow,
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': String(PREFLIGHT_SECONDS),
  })
}
