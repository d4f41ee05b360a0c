import { unwrap } from '@tallystick/core'
import { createFetchHandler } from '@tallystick/core/http'
import { type MockErrors, mockHost } from './mock-host.ts'
import { bearers, donations, type MockSession, type MockWorld, openMockWorld, tenant } from './mock-world.ts'
import { type MockScenario, playScenario } from './scenarios.ts'

export interface MockService {
  /** The API's answer; undefined where the network shall fail. */
  answer(request: Request): Promise<Response | undefined>
  /** A real session of somebody made up. */
  mintSession(who: MockSession): Promise<{ readonly session: string; readonly expiresAt: string }>
  /** What a person at a counter has in the hand: codes that are valid now, and cards out of the drawer. */
  things(): Promise<Things>
}

interface Things {
  readonly scenario: MockScenario
  readonly voucherCode?: string | undefined
  readonly cardCode?: string | undefined
  /** What a till shows to be scanned, good for a minute. */
  readonly challenge?: string | undefined
  /** What hangs on the shop's wall. */
  readonly shopCode: string
  /** For the staff's desk: this person's donations that no card was given for yet. */
  readonly donations: readonly string[]
  readonly cards: readonly { readonly serial: string; readonly secret: string; readonly mark: string }[]
}

const CARDS_IN_HAND = 3

/** The real operations and the real HTTP handler on core's memory store, in this page. */
export async function openMockService(
  scenario: MockScenario,
  apiBase: string,
  errors: MockErrors | undefined,
): Promise<MockService> {
  const world = await openMockWorld()
  const minted = new Map<string, Promise<string>>()
  // Before anything else has happened in the world, so it has long been over.
  const expired = unwrap(await world.tally.mintSession({ tenant, ...bearers.test_holder, ttlSeconds: 1 })).session
  await playScenario(world, scenario)
  const { host, isLost } = mockHost(world.tally, errors)
  const off = { address: 'off', holder: 'off', counter: 'off', server: 'off' } as const
  const handle = createFetchHandler(host, { basePath: apiBase, defaultTenant: tenant, limits: off })

  const mintSession = async (who: MockSession) => unwrap(await world.tally.mintSession({ tenant, ...bearers[who] }))
  /** `test_holder` and its like stand for sessions that nobody had to fetch. */
  const sessionFor = (bearer: string) => {
    if (bearer === 'test_expired') return expired
    if (!Object.hasOwn(bearers, bearer)) return bearer
    const known = minted.get(bearer) ?? mintSession(bearer as MockSession).then(({ session }) => session)
    minted.set(bearer, known)
    return known
  }
  return {
    mintSession,
    things: () => thingsIn(world, scenario),
    async answer(request) {
      const bearer = /^Bearer (test_\w+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
      if (bearer !== undefined) request.headers.set('authorization', `Bearer ${await sessionFor(bearer)}`)
      const response = await handle(request)
      return isLost(response.headers.get('tally-request-id') ?? '') ? undefined : response
    },
  }
}

async function thingsIn({ holder, shop, sheet, drawer }: MockWorld, scenario: MockScenario): Promise<Things> {
  const { vouchers } = unwrap(await holder.voucher.list())
  const { cards } = unwrap(await holder.card.list())
  const voucher = vouchers.find(({ state }) => state === 'outstanding')
  const card = cards.find(({ state }) => state === 'activated')
  const voucherCodes = voucher && (await holder.voucher.codes({ voucherId: voucher.voucherId }))
  const cardCodes = card && (await holder.card.codes({ cardId: card.cardId }))
  const shown = await shop.challenge.show({ orderNumber: 'C-1', orderAmountMinor: 128_00, currency: 'CNY' })
  return {
    scenario,
    voucherCode: voucherCodes?.ok ? voucherCodes.value.codes[0]?.text : undefined,
    cardCode: cardCodes?.ok ? cardCodes.value.codes[0]?.text : undefined,
    challenge: shown.ok ? shown.value.code : undefined,
    shopCode: sheet,
    donations: donations.slice(1),
    cards: drawer.slice(0, CARDS_IN_HAND).map(({ serial, secret, mark }) => ({ serial, secret, mark })),
  }
}
