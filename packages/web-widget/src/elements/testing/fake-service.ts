// A service for tests of the elements, at the level of HTTP: what crosses the wire, with none of the rules behind it.
// It keeps replies by idempotency key and can lose a reply after the act, which the elements must survive.
import type { LocalText } from '../../i18n/local-text.ts'
import type { HandedCode } from '../../state/code-schedule.ts'
import type { Card, HistoryEntry, Offer, Voucher } from '../../state/wallet-api.ts'

export interface FakeReply {
  readonly status: number
  readonly body: unknown
}

export interface FakeCall {
  readonly method: string
  readonly path: string
  readonly body?: Record<string, unknown> | undefined
  readonly key?: string | undefined
  readonly session?: string | undefined
  readonly language?: string | undefined
  readonly ticket?: string | undefined
}

export interface FakeService {
  vouchers: Voucher[]
  cards: Card[]
  offers: Offer[]
  history: HistoryEntry[]
  contact: { phone?: string } | undefined
  /** What the service says to whoever checks a card. */
  notice: LocalText | undefined
  /** Of the service, epoch milliseconds. */
  now: () => number
  /** How many acts shall happen without their reply arriving. */
  repliesToLose: number
  /** Nobody answers. */
  isDown: boolean
  /** Answered instead of the act, once each. */
  readonly refusals: Map<
    string,
    { code: string; detail: string; status: number; reasons?: unknown[]; needs?: string[]; params?: object }
  >
  readonly calls: FakeCall[]
  /** Undefined: the connection breaks. */
  answer(call: FakeCall): FakeReply | undefined
}

export const HOUR = 3_600_000
const STEP_MS = 30_000
const OK = 200
const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

export const catering = { 'zh-CN': '餐饮消费券', en: 'Catering voucher' }
export const retail = { 'zh-CN': '零售消费券', en: 'Retail voucher' }

export function fakeVoucher(now: number, more: Partial<Voucher> = {}): Voucher {
  return {
    voucherId: 'vch_1',
    title: catering,
    terms: { thresholdMinor: 100_00, offMinor: 20_00 },
    currency: 'CNY',
    state: 'outstanding',
    claimedAt: iso(now - HOUR),
    expiresAt: '2099-01-27T16:00:00.000Z',
    presence: 'atClaim',
    everySeconds: 30,
    ...more,
  }
}

export function fakeOffer(now: number, more: Partial<Offer> = {}): Offer {
  return {
    batchId: 'bat_1',
    title: retail,
    terms: { thresholdMinor: 200_00, offMinor: 50_00 },
    currency: 'CNY',
    usableWithin: 'P7D',
    opensAt: iso(now - HOUR),
    closesAt: iso(now + 1000 * HOUR),
    state: 'open',
    outcome: 'eligible',
    reasons: [],
    needs: [],
    ...more,
  }
}

const fakeDraw = {
  state: 'entering',
  places: 3,
  publicName: 'six made-up numbers',
  publicAt: '2098-01-22T13:30:00.000Z',
  commitment: 'c0ffee'.repeat(8),
}

/** Something that is drawn, as it stands for the person. */
export function fakeDrawnOffer(
  now: number,
  entry: NonNullable<Offer['draw']>['entry'],
  more: Partial<Offer> = {},
): Offer {
  const { publicName, publicAt } = fakeDraw
  const state = entry === 'none' || entry === 'entered' ? 'open' : 'drawn'
  const draw = { state, entriesUntil: iso(now + HOUR), publicName, publicAt, entry } as const
  return fakeOffer(now, { state: entry === 'won' ? 'open' : 'draw', draw, ...more })
}

export function fakeCard(now: number, more: Partial<Card> = {}): Card {
  return {
    cardId: 'crd_1',
    serial: '0000 0012 3457',
    title: { 'zh-CN': '献血纪念品兑换卡', en: 'Donor’s souvenir card' },
    faceMinor: 40_00,
    balanceMinor: 25_00,
    currency: 'CNY',
    state: 'activated',
    station: '市中心血站',
    activatedAt: iso(now - 24 * HOUR),
    ...more,
  }
}

/** The current code and the next three, as the service hands them out; thirty symbols that tell the step. */
export function fakeCodes(now: number, first = '0'): HandedCode[] {
  const step = Math.floor(now / STEP_MS)
  return [0, 1, 2, 3].map((ahead) => {
    const from = (step + ahead) * STEP_MS
    return {
      text: `${first}${String((step + ahead) % 100_000_000).padStart(29, 'A')}`,
      validFrom: iso(from),
      validTo: iso(from + STEP_MS),
      acceptedUntil: iso(from + 2 * STEP_MS),
    }
  })
}

export function createFakeService(now: () => number = Date.now): FakeService {
  const kept = new Map<string, FakeReply>()
  const service: FakeService = {
    vouchers: [],
    cards: [],
    offers: [],
    history: [],
    contact: { phone: '0831-5550100' },
    notice: undefined,
    now,
    repliesToLose: 0,
    isDown: false,
    refusals: new Map(),
    calls: [],
    answer(call) {
      service.calls.push(call)
      if (service.isDown) return undefined
      const reply = kept.get(call.key ?? '') ?? decide(service, call)
      if (call.key && reply.status === OK) kept.set(call.key, reply)
      if (!call.key || service.repliesToLose === 0) return reply
      service.repliesToLose--
      return undefined
    },
  }
  return service
}

function decide(service: FakeService, call: FakeCall): FakeReply {
  const path = call.path.replace(/\?.*$/, '').replace(/^.*\/v1\//, '')
  const route = `${call.method} ${path}`
  const refusal = service.refusals.get(route)
  if (refusal) {
    service.refusals.delete(route)
    return problem(refusal.status, refusal.code, refusal.detail, refusal)
  }
  if (!call.session) return problem(401, 'session_missing', '请先登录。')
  if (call.session === 'old') return problem(401, 'session_expired', '登录已过期，请重新登录。')
  return view(service, route) ?? act(service, route, call) ?? problem(404, 'route_unknown', '没有这个地址。')
}

function view(service: FakeService, route: string): FakeReply | undefined {
  const serverNow = iso(service.now())
  const { contact, offers, vouchers, cards } = service
  const [, kind, id] = /^GET (vouchers|cards)\/(\w+)$/.exec(route) ?? []
  if (kind === 'vouchers') return { status: OK, body: vouchers.find(({ voucherId }) => voucherId === id) }
  if (kind === 'cards') return { status: OK, body: cards.find(({ cardId }) => cardId === id) }
  if (route === 'GET offers') return { status: OK, body: { offers, serverNow, contacts: contact ? [contact] : [] } }
  if (route === 'GET vouchers') return { status: OK, body: { vouchers, serverNow } }
  if (route === 'GET cards') return { status: OK, body: { cards } }
  if (/^GET draws\/\w+$/.test(route)) return { status: OK, body: { ...fakeDraw, batchId: 'bat_1' } }
  if (/^GET draws\/\w+\/entry$/.test(route)) return { status: OK, body: { entryId: 'hol_wangs_entry' } }
  if (route === 'GET history') return { status: OK, body: { entries: service.history } }
  return undefined
}

function act(service: FakeService, route: string, { body = {} }: FakeCall): FakeReply | undefined {
  const now = service.now()
  if (/^POST vouchers\/\w+\/codes$/.test(route)) return codesReply(service, '0')
  if (/^POST vouchers\/\w+\/digits$/.test(route))
    return { status: OK, body: { digits: '4821 7730 9153', expiresAt: iso(now + 90_000), serverNow: iso(now) } }
  if (route === 'POST card-checks')
    return {
      status: OK,
      body: { verdict: 'genuine', checks: 2, lastCheckedAt: '2026-01-20T04:08:00.000Z', notice: service.notice },
    }
  if (/^POST cards\/\w+\/codes$/.test(route)) return codesReply(service, '8')
  if (route === 'POST shop-code-readings')
    return { status: OK, body: { merchantId: 'noodles', shop: '老街面馆', region: '511525' } }
  const [, usedId] = /^POST vouchers\/(\w+)\/shop-code-payments$/.exec(route) ?? []
  if (usedId) {
    const orderAmountMinor = Number(body.orderAmountMinor)
    const sums = { orderAmountMinor, subsidyMinor: 20_00, customerPaysMinor: orderAmountMinor - 20_00, currency: 'CNY' }
    service.vouchers = service.vouchers.map((each) =>
      each.voucherId === usedId ? { ...each, state: 'redeemed' as const } : each,
    )
    const paid = { voucherId: usedId, merchantId: 'noodles', shop: '老街面馆', number: '8234', at: iso(now) }
    return { status: OK, body: { ...paid, ...sums } }
  }
  if (route === 'POST vouchers') {
    const offer = service.offers.find(({ batchId }) => batchId === body.batchId)
    const voucher = fakeVoucher(now, {
      voucherId: `vch_${service.vouchers.length + 10}`,
      ...(offer && { title: offer.title }),
    })
    service.vouchers = [...service.vouchers, voucher]
    service.offers = service.offers.map((each) => (each === offer ? { ...each, state: 'claimed' as const } : each))
    return { status: OK, body: voucher }
  }
  const [, drawn] = /^POST draws\/(\w+)\/entries$/.exec(route) ?? []
  if (drawn) {
    service.offers = service.offers.map((each) =>
      each.batchId === drawn && each.draw ? { ...each, draw: { ...each.draw, entry: 'entered' as const } } : each,
    )
    return { status: OK, body: { entryId: 'hol_wangs_entry', publicAt: fakeDraw.publicAt } }
  }
  if (route === 'POST cards/bindings') {
    const card = fakeCard(now, { cardId: 'crd_2', balanceMinor: 40_00 })
    service.cards = [...service.cards, card]
    return { status: OK, body: card }
  }
  if (route === 'POST redemptions') {
    const orderAmountMinor = Number(body.orderAmountMinor)
    const sums = { orderAmountMinor, subsidyMinor: 20_00, customerPaysMinor: orderAmountMinor - 20_00, currency: 'CNY' }
    const receipt = { redemptionId: 'rdm_1', title: catering, orderNumber: body.orderNumber, ...sums, at: iso(now) }
    return { status: OK, body: receipt }
  }
  if (route === 'POST card-spends') {
    const amountMinor = Number(body.amountMinor)
    const sums = { amountMinor, balanceMinor: 40_00 - amountMinor, currency: 'CNY' }
    return { status: OK, body: { spendId: 'spd_1', ...sums, at: iso(now) } }
  }
  if (route === 'POST cards/activations')
    return { status: OK, body: { activated: 1, report: [{ serial: '0000 0012 3457', ok: true }] } }
  if (route === 'POST cards/reversals') return { status: OK, body: {} }
  return undefined
}

function codesReply(service: FakeService, first: string): FakeReply {
  const now = service.now()
  const expiresAt = '2099-01-27T16:00:00.000Z'
  return { status: OK, body: { codes: fakeCodes(now, first), everySeconds: 30, serverNow: iso(now), expiresAt } }
}

function problem(
  status: number,
  code: string,
  detail: string,
  more: { readonly reasons?: unknown[]; readonly needs?: string[]; readonly params?: object } = {},
): FakeReply {
  const { reasons = [], needs = [], params = {} } = more
  const body = { type: code, title: code, status, code, detail, params, reasons, needs, retryable: status === 503 }
  return { status, body: { ...body, requestId: 'req_0000007q2w9k' } }
}
