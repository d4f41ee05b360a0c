import type { ApiOf, OperationTable } from '../kernel/api.ts'
import { TallyError } from '../kernel/error.ts'
import type { CallOptions } from '../kernel/host.ts'
import type { ClientFetch, ClientOptions } from './client-options.ts'
import type { ClientRoutes } from './client-route.ts'
import { type Connection, sendCall } from './send-call.ts'
import { sessionHolder } from './session-holder.ts'

const DEFAULT_TIMEOUT_MS = 8000
const DEFAULT_RETRIES = 2
const MAX_RETRIES = 5

/** A client for any table of operations; `createClient` is the one for ours. */
export function clientForRoutes<Operations extends OperationTable>(
  routes: ClientRoutes,
  options: ClientOptions,
): ApiOf<Operations> {
  const connection: Connection = {
    options,
    baseUrl: baseOf(options.baseUrl),
    fetch: options.fetch ?? ((url, init) => (globalThis.fetch as unknown as ClientFetch)(url, init)),
    session: sessionHolder(options),
    tickets: new Map(),
    random: options.random ?? ((bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes))),
    retries: Math.min(MAX_RETRIES, Math.max(0, options.retries ?? DEFAULT_RETRIES)),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  }
  const api: Record<string, Record<string, unknown>> = {}
  for (const [name, route] of Object.entries(routes)) {
    const [noun = '', verb = ''] = name.split('.')
    api[noun] ??= {}
    api[noun][verb] = (input: Readonly<Record<string, unknown>> = {}, callOptions: CallOptions = {}) =>
      sendCall(connection, name, route, input, callOptions)
  }
  return api as unknown as ApiOf<Operations>
}

function baseOf(text: string): string {
  const base = text.replace(/\/+$/, '')
  if (/^(https?:\/\/[^/?#\s]+)?(\/[^?#\s]*)?$/.test(base)) return base
  throw new TallyError('base_url_invalid', 'baseUrl is like https://vouchers.example/tally, or /tally in a page.')
}
