import type { Refusal } from '../kernel/outcome.ts'
import type { HttpAnswer } from './http-call.ts'
import { type ProblemContext, problemOf } from './problem/problem.ts'

/** On every answer: keep nothing, guess nothing, tell nobody where the person came from, let nobody frame it. */
const ALWAYS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const

type Headers = Readonly<Record<string, string>>

/** A JSON answer. `value` undefined is an empty body. */
export function jsonAnswer(status: number, value: unknown, headers: Headers = {}): HttpAnswer {
  if (value === undefined) return { status, headers: { ...ALWAYS, ...headers }, body: '' }
  return textAnswer(status, JSON.stringify(value), headers)
}

/** An answer whose JSON is written already. */
export function textAnswer(status: number, body: string, headers: Headers = {}): HttpAnswer {
  return { status, headers: { ...ALWAYS, 'content-type': 'application/json; charset=utf-8', ...headers }, body }
}

/** A refusal as problem document (RFC 9457), with what HTTP wants to be told beside it. */
export function problemAnswer(refusal: Refusal, context: ProblemContext): HttpAnswer {
  const { problem, retryAfter } = problemOf(refusal, context)
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': context.language,
  }
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  if (problem.status === 401) {
    headers['www-authenticate'] = problem.code === 'session_missing' ? 'Bearer' : 'Bearer error="invalid_token"'
  }
  if (problem.code === 'method_not_allowed') headers.allow = String(problem.params.allowed ?? '')
  return textAnswer(problem.status, JSON.stringify(problem), headers)
}
