import { createClient } from '@tallystick/core/client'
import { setupServer } from 'msw/node'
import { afterEach, describe, expect, test } from 'vitest'
import { type MockOptions, mockHandlers } from './mock-handlers.ts'
import { type MockScenario, mockScenarios } from './scenarios.ts'

const origin = 'https://portal.example'
let stop: () => void = () => {}
afterEach(() => stop())

/** The service behind `fetch`, as a page calls it. */
async function serve(options: MockOptions = {}) {
  const handlers = mockHandlers({ ...options, apiBase: `${origin}/tally`, sessionPath: `${origin}/my/session` })
  const server = setupServer(...handlers)
  await server.listen({ onUnhandledFrame: 'error' })
  stop = () => void server.close()
}

const as = (session: string) =>
  createClient({ baseUrl: `${origin}/tally`, getSession: () => session, retries: 0, locale: 'zh-CN' })

describe('the mock service', () => {
  test('runs the real operations: what is claimed is there, its code is redeemed once', async () => {
    await serve({ scenario: 'offers' })
    const [holder, shop] = [as('test_holder'), as('test_shop')]
    const offers = await holder.voucher.offers()
    const open = offers.ok
      ? offers.value.offers.find(({ outcome, state }) => outcome === 'eligible' && state === 'open')
      : undefined
    const claimed = await holder.voucher.claim({ batchId: open?.batchId ?? '' })
    const voucherId = claimed.ok ? claimed.value.voucherId : ''
    const shown = await holder.voucher.codes({ voucherId })
    const sale = { code: (shown.ok && shown.value.codes[0]?.text) || '', orderNumber: 'A-1', orderAmountMinor: 128_00 }
    expect(await shop.voucher.redeem(sale)).toMatchObject({ ok: true, value: { customerPaysMinor: 108_00 } })
    const again = await shop.voucher.redeem({ ...sale, orderNumber: 'A-2' })
    expect(again).toMatchObject({ ok: false, code: 'voucher_already_redeemed' })
  })

  test('mints real sessions where the page’s backend will', async () => {
    await serve({ signedInAs: 'test_shop' })
    const { session } = await (await fetch(`${origin}/my/session`, { method: 'POST' })).json()
    expect(session).not.toMatch(/^test_/)
    expect(await as(session).voucher.list()).toMatchObject({ ok: false, code: 'permission_missing' })
  })

  test('refuses what it was told to with the sentence of the real service, and nothing else', async () => {
    await serve({ mockError: { 'voucher.claim': 'sold_out' } })
    const holder = as('test_holder')
    expect(await holder.voucher.claim({ batchId: 'bat_1' })).toMatchObject({ ok: false, code: 'sold_out' })
    expect(await holder.voucher.list()).toMatchObject({ ok: true })
    const answer = await fetch(`${origin}/tally/v1/vouchers`, { headers: { authorization: 'Bearer test_expired' } })
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'session_expired' }])
  })

  test('lets a claim wait in a queue, with a place for each key', async () => {
    await serve({ scenario: 'offers', mockError: { 'voucher.claim': 'queue_waiting' } })
    const claim = () => as('test_holder').voucher.claim({ batchId: 'bat_1' }, { idempotencyKey: 'key-of-wang-0001' })
    const first = await claim()
    expect(first).toMatchObject({ code: 'queue_waiting', retryable: true, detail: { position: 240 } })
    expect(await claim()).toMatchObject({ detail: { ticket: !first.ok && first.detail.ticket } })
  })

  test('loses a reply after the act; the same key then gets it', async () => {
    await serve({ mockError: { 'voucher.claim': 'reply_lost' } })
    const holder = as('test_holder')
    const offers = await holder.voucher.offers()
    const input = { batchId: (offers.ok && offers.value.offers.find(({ state }) => state === 'open')?.batchId) || '' }
    const key = { idempotencyKey: 'key-of-wang-0001' }
    expect(await holder.voucher.claim(input, key)).toMatchObject({ ok: false, code: 'unreachable' })
    expect(await holder.voucher.claim(input, key)).toMatchObject({ ok: true })
  })

  test('shows codes that are valid now, and cards that can be bound', async () => {
    await serve()
    const things = await (await fetch(`${origin}/tally/mock`)).json()
    const sale = { code: things.voucherCode, orderNumber: 'A-1', orderAmountMinor: 128_00 }
    expect(await as('test_shop').voucher.redeem(sale)).toMatchObject({ ok: true })
    const [{ mark, serial, secret }] = things.cards
    const staff = as('test_staff')
    expect(await staff.card.activate({ by: { mark }, donationReference: 'X2600002' })).toMatchObject({ ok: true })
    expect(await as('test_holder').card.bind({ serial, secret })).toMatchObject({ ok: true })
  })

  test.each(Object.keys(mockScenarios) as MockScenario[])('plays “%s”', async (scenario) => {
    await serve({ scenario })
    const holder = as('test_holder')
    const [vouchers, cards, offers] = [
      await holder.voucher.list(),
      await holder.card.list(),
      await holder.voucher.offers(),
    ]
    const states = (outcome: { ok: boolean; value?: unknown }, member: string) =>
      (outcome.value as Record<string, { state: string; outcome?: string }[]>)[member]?.map((each) =>
        each.outcome && each.outcome !== 'eligible' ? each.outcome : each.state,
      )
    expect({
      vouchers: states(vouchers, 'vouchers'),
      cards: states(cards, 'cards'),
      // Draws that chance decided otherwise than the scenario wants are closed.
      offers: states(offers, 'offers')
        ?.filter((state) => state !== 'closed')
        .sort(),
    }).toEqual(holds[scenario])
  })
})

const holds: Readonly<Record<MockScenario, unknown>> = {
  wallet: { vouchers: ['outstanding'], cards: ['activated'], offers: ['claimed', 'open'] },
  empty: { vouchers: [], cards: [], offers: [] },
  offers: { vouchers: [], cards: [], offers: ['ineligible', 'not_open', 'open', 'sold_out'] },
  opening: { vouchers: [], cards: [], offers: ['not_open'] },
  draw: { vouchers: [], cards: [], offers: ['draw'] },
  'draw-entered': { vouchers: [], cards: [], offers: ['draw'] },
  'draw-won': { vouchers: [], cards: [], offers: ['open'] },
  'draw-lost': { vouchers: [], cards: [], offers: ['draw'] },
  'sold-out': { vouchers: [], cards: [], offers: ['sold_out'] },
  ineligible: { vouchers: [], cards: [], offers: ['ineligible'] },
  nearby: { vouchers: [], cards: [], offers: ['undecided'] },
  used: { vouchers: ['redeemed'], cards: ['spent'], offers: ['claimed'] },
  agree: { vouchers: ['outstanding'], cards: [], offers: ['claimed'] },
  held: { vouchers: ['reserved'], cards: [], offers: ['claimed'] },
  'printed-code': { vouchers: ['outstanding'], cards: [], offers: ['claimed'] },
  unbound: { vouchers: ['outstanding'], cards: [], offers: ['claimed'] },
  expired: { vouchers: ['expired'], cards: [], offers: ['claimed'] },
}
