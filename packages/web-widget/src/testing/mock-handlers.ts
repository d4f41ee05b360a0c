import { delay, HttpResponse, http, type RequestHandler } from 'msw'
import type { MockErrors } from './mock-host.ts'
import { type MockService, openMockService } from './mock-service.ts'
import type { MockSession } from './mock-world.ts'
import type { MockScenario } from './scenarios.ts'
import { showRibbon } from './show-ribbon.ts'

export interface MockOptions {
  /** What the service holds; `mockScenarios` describes each. Default `wallet`. */
  readonly scenario?: MockScenario
  /** The elements' `api-base`. Default `/tally`. */
  readonly apiBase?: string
  /** Where the page's own backend will mint its sessions, e.g. `/my/tally-session`: answered as if somebody were signed in. */
  readonly sessionPath?: string
  /** Who is signed in there. Default `test_holder`. */
  readonly signedInAs?: MockSession
  /** Answers that shall be refused, or get lost. */
  readonly mockError?: MockErrors
  /** Before every answer. Default none. */
  readonly delayMs?: number
  /** Of the elements' names, where the page chose its own. Default `tally`. */
  readonly prefix?: string
}

/**
 * Handlers for Mock Service Worker that run the real operations on a memory store in this page, so that a page can be
 * built before there is a server. Made-up people, shops and cards; everything is forgotten when the page is reloaded.
 * A ribbon in the elements says that this is a test.
 *
 * As a session the handlers take `test_holder`, `test_shop`, `test_staff` and `test_expired`, besides those that
 * `sessionPath` hands out. `GET {apiBase}/mock` shows codes that are valid now and cards out of the drawer, for trying a
 * scanner.
 *
 * Not for production: core's rules engine and its libraries come with it, and whoever has the page has the keys.
 *
 * @example
 * const worker = setupWorker(...mockHandlers({ scenario: 'offers', mockError: { 'voucher.claim': 'sold_out' } }))
 * await worker.start()
 */
export function mockHandlers(options: MockOptions = {}): RequestHandler[] {
  const { scenario = 'wallet', apiBase = '/tally', sessionPath, signedInAs = 'test_holder', delayMs = 0 } = options
  let opened: Promise<MockService> | undefined
  const service = () => {
    opened ??= openMockService(scenario, basePathOf(apiBase), options.mockError)
    return opened
  }
  showRibbon(options.prefix ?? 'tally')
  const sessions =
    sessionPath === undefined
      ? []
      : [http.post(sessionPath, async () => HttpResponse.json(await (await service()).mintSession(signedInAs)))]
  return [
    ...sessions,
    http.get(`${apiBase}/mock`, async () => HttpResponse.json(await (await service()).things())),
    http.all(`${apiBase}/v1/*`, async ({ request }) => {
      await delay(delayMs)
      return (await (await service()).answer(request)) ?? HttpResponse.error()
    }),
  ]
}

/** The path of an address that may name a host. */
function basePathOf(apiBase: string): string {
  return new URL(apiBase, 'http://page.invalid').pathname.replace(/\/$/, '')
}
