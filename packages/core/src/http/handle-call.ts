import type { TallyHost } from '../kernel/host.ts'
import { createCallHandler } from './create-call-handler.ts'
import type { CallHandler, HttpAnswer, HttpCall } from './http-call.ts'

const handlers = new WeakMap<TallyHost, CallHandler>()

/**
 * Answers one HTTP request with default options. For other options make a handler once with `createCallHandler`.
 * Never rejects; everything that goes wrong is a problem document (RFC 9457).
 *
 * @throws TallyError on a host's first call, when its operations cannot be served, see `createCallHandler`.
 * @example
 * const answer = await handleCall(tally, { method: 'GET', path: '/v1/health', header: () => undefined })
 * // { status: 200, headers: { … }, body: '{"ok":true,"store":"memory"}' }
 */
export function handleCall(host: TallyHost, call: HttpCall): Promise<HttpAnswer> {
  let handler = handlers.get(host)
  if (!handler) {
    handler = createCallHandler(host)
    handlers.set(host, handler)
  }
  return handler(call)
}
