import { createFetchHandler } from '../../http/create-fetch-handler.ts'
import type { TestHost } from '../../http/testing/test-host.ts'
import type { testOperations } from '../../http/testing/test-operations.ts'
import { clientForRoutes } from '../client-for-routes.ts'
import type { ClientOptions, ClientResponse } from '../client-options.ts'
import type { ClientRoutes } from '../client-route.ts'

const routes: ClientRoutes = {
  'voucher.redeem': ['POST /v1/redemptions', 'key'],
  'voucher.codes': ['POST /v1/vouchers/{voucherId}/codes', 'natural'],
  'voucher.list': ['GET /v1/vouchers', 'read'],
  'programme.version': ['GET /v1/programmes/{programme}/versions/{version}', 'read'],
  'card.check': ['GET /v1/cards/{serial}/mark', 'read'],
  'card.report': ['POST /v1/cards/{serial}/reports', 'key'],
}
const baseUrl = 'https://vouchers.example/tally'
export const sale = { code: 'ABC', orderNumber: 'A-1', orderAmountMinor: 12800 }

export type Step =
  | 'down'
  | 'answer'
  | 'lost'
  | { readonly status: number; readonly text?: string; readonly headers?: Record<string, string> }

/** A network in front of a host that does, try by try, what it is told; then it works. */
export function network(host: TestHost, steps: readonly Step[] = []) {
  const handle = createFetchHandler(host, { basePath: '/tally' })
  const requests: Request[] = []
  const left = [...steps]
  async function fetch(url: string, init: object): Promise<ClientResponse> {
    const request = new Request(url, init)
    requests.push(request.clone())
    const step = left.shift() ?? 'answer'
    if (step === 'down') throw new TypeError('fetch failed')
    if (typeof step === 'object')
      return new Response(step.text ?? '', { status: step.status, headers: step.headers ?? {} })
    const response = await handle(request)
    if (step === 'lost') throw new TypeError('connection reset')
    return response
  }
  return { fetch, requests, keys: () => requests.map((request) => request.headers.get('idempotency-key')) }
}

export function client(net: { readonly fetch: ClientOptions['fetch'] }, options: Partial<ClientOptions> = {}) {
  return clientForRoutes<typeof testOperations>(routes, { baseUrl, session: 'till', fetch: net.fetch, ...options })
}
