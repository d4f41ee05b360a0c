import { systemRandom } from '../engine/random.ts'
import { TallyError } from '../kernel/error.ts'
import type { TallyHost } from '../kernel/host.ts'
import { inputRefused } from '../kernel/input-invalid.ts'
import { refused } from '../kernel/outcome.ts'
import { crossOriginHeaders, preflightAnswer } from './cross-origin.ts'
import { documentsOf } from './documents.ts'
import { type Exchange, refuse } from './exchange.ts'
import type { CallHandler, HttpAnswer, HttpCall, HttpOptions } from './http-call.ts'
import { callerLimits } from './limits/caller-limits.ts'
import { clientAddressReader } from './limits/client-address.ts'
import { refusalOfError } from './problem/refusal-of-error.ts'
import { requestIds } from './request-id.ts'
import { buildRoutes } from './routing/build-routes.ts'
import type { Endpoint } from './routing/endpoint.ts'
import type { RouteTable } from './routing/route-table.ts'
import { serveOperation } from './serve-operation.ts'

/** Characters of path and query together. */
const MAX_ADDRESS = 8192
const BASE_PATH = /^(?:\/[A-Za-z0-9._~-]+)*$/
const ORIGIN = /^https?:\/\/[^/\s*]+$/

/**
 * Everything a host's API needs of HTTP, worked out once; make it once and keep it, since it holds the rate limits.
 *
 * Not checked: what an adapter says about the connection. `remoteAddress` must come from the socket.
 *
 * @throws TallyError when the operations cannot be served: `route_conflict`, `route_malformed`, `route_field_unknown`,
 *   `operation_without_permits`, `write_by_get`, `input_not_strict`; for the options `base_path_invalid`,
 *   `origin_invalid`, `trusted_proxy_invalid`.
 */
export function createCallHandler(host: TallyHost, options: HttpOptions = {}): CallHandler {
  const { basePath = '', title = 'Tallystick', version = '1', random = systemRandom } = options
  if (!BASE_PATH.test(basePath))
    throw new TallyError('base_path_invalid', 'basePath is like /tally, without a slash at its end.')
  const routes = buildRoutes(host.operations, documentsOf(host, { basePath, title, version }))
  const respond = responder(routes, options)
  const requestIdOf = requestIds(random)
  const allowedOrigins = originSet(options.allowedOrigins ?? [])

  return async (call) => {
    const startedAt = host.now()
    const requestId = requestIdOf(call.header('tally-request-id'), startedAt)
    const exchange: Exchange = {
      ...{ host, call, basePath, requestId, startedAt },
      ...{ operation: undefined, actor: undefined, rate: undefined, code: undefined },
    }
    const crossOrigin = crossOriginHeaders(call, allowedOrigins)
    const answer = await respond(exchange, crossOrigin).catch((error: unknown) => {
      options.onError?.(error, requestId)
      return refuse(exchange, refusalOfError(error, requestId))
    })
    const headers = { ...answer.headers, ...crossOrigin, ...rateHeaders(exchange), 'tally-request-id': requestId }
    report(exchange, answer, options)
    return { status: answer.status, headers, body: call.method === 'HEAD' ? '' : answer.body }
  }
}

type Respond = (exchange: Exchange, crossOrigin: Readonly<Record<string, string>>) => Promise<HttpAnswer>

function responder(routes: RouteTable<Endpoint>, options: HttpOptions): Respond {
  const limits = callerLimits(options.limits)
  const readAddress = clientAddressReader(options.trustedProxies ?? [])
  const addressOf = (call: HttpCall) => readAddress(call.remoteAddress, call.header('x-forwarded-for'))

  async function count(exchange: Exchange): Promise<HttpAnswer | undefined> {
    const { call, actor, startedAt } = exchange
    const address = actor ? '' : addressOf(call)
    const pending = limits(actor, address, startedAt)
    const rate = pending instanceof Promise ? await pending : pending
    exchange.rate = rate
    return rate && !rate.ok
      ? refuse(exchange, refused('rate_limited', { retryAfterSeconds: rate.retryAfterSeconds }, { retryable: true }))
      : undefined
  }

  return async (exchange, crossOrigin) => {
    const { call } = exchange
    const { path, query } = splitAddress(call, exchange.basePath)
    const found = path.length + query.length > MAX_ADDRESS ? undefined : routes.find(methodOf(call), path)
    if (call.method === 'OPTIONS' && found && 'allowed' in found) return preflightAnswer(found.allowed, crossOrigin)
    if (found && 'target' in found && found.target.kind === 'operation') {
      const { endpoint } = found.target
      return serveOperation(exchange, {
        endpoint,
        query,
        parameters: found.parameters,
        defaultTenant: options.defaultTenant,
        count,
        addressOf,
      })
    }
    const tooMany = await count(exchange)
    if (tooMany) return tooMany
    if (path.length + query.length > MAX_ADDRESS)
      return refuse(exchange, inputRefused('address', 'too_long', { maximum: MAX_ADDRESS }))
    if (!found) return refuse(exchange, refused('route_unknown'))
    if ('allowed' in found)
      return refuse(exchange, refused('method_not_allowed', { allowed: found.allowed.join(', ') }))
    if (found.target.kind !== 'document') return refuse(exchange, refused('route_unknown'))
    exchange.operation = found.target.endpoint.name
    return (await found.target.endpoint.answer(found.parameters)) ?? refuse(exchange, refused('route_unknown'))
  }
}

/** HEAD is GET without the body (RFC 9110 §9.3.2). */
function methodOf(call: HttpCall): string {
  return call.method === 'HEAD' ? 'GET' : call.method
}

function splitAddress(call: HttpCall, basePath: string): { readonly path: string; readonly query: string } {
  const start = call.path.indexOf('?')
  const path = start < 0 ? call.path : call.path.slice(0, start)
  const query = start < 0 ? '' : call.path.slice(start + 1)
  const isMounted = basePath !== '' && path.startsWith(`${basePath}/`)
  return { path: isMounted ? path.slice(basePath.length) : path, query }
}

function originSet(origins: readonly string[]): ReadonlySet<string> {
  const wrong = origins.find((origin) => !ORIGIN.test(origin))
  if (wrong !== undefined) {
    throw new TallyError(
      'origin_invalid',
      'An allowed origin is exact, like https://www.example.org, without path or asterisk.',
    )
  }
  return new Set(origins)
}

function rateHeaders({ rate }: Exchange): Readonly<Record<string, string>> {
  if (!rate) return {}
  const counted = { 'ratelimit-limit': String(rate.limit), 'ratelimit-remaining': String(rate.remaining) }
  return rate.ok ? counted : { ...counted, 'ratelimit-reset': String(rate.retryAfterSeconds) }
}

function report(exchange: Exchange, answer: HttpAnswer, { onAnswer }: HttpOptions): void {
  if (!onAnswer) return
  const { call, actor, operation, code, requestId, host, startedAt } = exchange
  const method = /^[A-Z]{1,10}$/.test(call.method) ? call.method : '?'
  const { role, tenant } = actor ?? {}
  onAnswer({
    requestId,
    method,
    operation,
    status: answer.status,
    code,
    role,
    tenant,
    milliseconds: host.now() - startedAt,
  })
}
