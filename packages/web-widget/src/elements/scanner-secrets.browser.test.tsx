// What a counter is shown, scans and types must leave no trace: every flow of the scanner, on the real operations.

import { unwrap } from '@tallystick/core'
import { createClient } from '@tallystick/core/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../define.ts'
import type { TallyEventMap } from '../state/widget-events.ts'
import type { MockErrors } from '../testing/mock-host.ts'
import { type MockService, openMockService } from '../testing/mock-service.ts'
import type { MockSession } from '../testing/mock-world.ts'
import type { MockScenario } from '../testing/scenarios.ts'
import { buttonOf, mountElement, showsWithin } from './testing/mount-element.ts'

/** Nobody's: its sequence is 000. */
const ID_NUMBER = '511525199001020000'
const PHONE = '13800000000'

const told: unknown[] = []
const logged: unknown[] = []
const addresses: string[] = []
const tell = (event: Event) => told.push([event.type, (event as CustomEvent).detail])
const eventNames = Object.keys({
  'tally-ready': 0,
  'tally-statechange': 0,
  'tally-qr-rotated': 0,
  'tally-claimed': 0,
  'tally-redeemed': 0,
  'tally-scan': 0,
  'tally-session-expired': 0,
  'tally-offline': 0,
  'tally-online': 0,
  'tally-error': 0,
} satisfies Record<keyof TallyEventMap, 0>)

const realFetch = globalThis.fetch
beforeEach(() => {
  for (const list of [told, logged, addresses]) list.length = 0
  for (const name of eventNames) document.addEventListener(name, tell)
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...words) => logged.push(...words))
})
afterEach(() => {
  document.body.replaceChildren()
  for (const name of eventNames) document.removeEventListener(name, tell)
  vi.restoreAllMocks()
  globalThis.fetch = realFetch
})

async function serve(scenario: MockScenario, errors?: MockErrors): Promise<MockService> {
  const service = await openMockService(scenario, '/tally', errors)
  globalThis.fetch = async (url, init) => {
    const request = new Request(new URL(String(url), location.href), init)
    addresses.push(request.url)
    const answer = await service.answer(request)
    if (!answer) throw new TypeError('Failed to fetch')
    return answer
  }
  return service
}

const shows = showsWithin(12_000)
const press = (scanner: HTMLElement, name: string) => userEvent.click(buttonOf(scanner, name))
const fieldOf = (scanner: HTMLElement, name: string) =>
  scanner.shadowRoot?.querySelector(`[name="${name}"]`) as HTMLInputElement

function gun(text: string): void {
  for (const key of [...text, 'Enter']) {
    const code = key === 'Enter' ? 'Enter' : /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))
  }
}

async function typeCode(scanner: HTMLElement, code: string): Promise<void> {
  await userEvent.fill(fieldOf(scanner, 'code'), code)
  await press(scanner, '下一步')
}

/** All that a script of the page, the next person at the device or a log could find. */
async function traces(scanner: HTMLElement): Promise<string> {
  const parts = [scanner, ...(scanner.shadowRoot?.querySelectorAll('*') ?? [])]
  return JSON.stringify([
    parts.flatMap((part) => [...part.attributes].map(({ value }) => value)),
    [location.href, document.title, document.cookie, history.state, window.name],
    [{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys()],
    [addresses, told, logged],
  ])
}

/** At a counter of its own: plays a flow and looks for traces after every step of it. */
async function expectNoTrace(
  service: MockService,
  { who, secrets, steps }: { who: MockSession; secrets: readonly (string | undefined)[]; steps: readonly Step[] },
): Promise<void> {
  const { session } = await service.mintSession(who)
  const view = who === 'test_staff' ? 'staff' : 'shop'
  const scanner = await mountElement('tally-scanner', { view }, session)
  for (const [act, sentence] of steps) {
    await act(scanner)
    await shows(scanner, sentence)
    const found = await traces(scanner)
    for (const secret of [session, ...secrets]) {
      expect(secret?.length).toBeGreaterThan(5)
      expect(found, sentence).not.toContain(secret)
    }
  }
  expect(logged).toEqual([])
  scanner.remove()
}
/** What is done, and what is on the screen then. */
type Step = readonly [act: (scanner: HTMLElement) => unknown, sentence: string]

const amount =
  (keys: string, button: string) =>
  async (scanner: HTMLElement): Promise<void> => {
    for (const key of keys) await press(scanner, key)
    await press(scanner, button)
  }

/** What the customer answers on their own phone. */
const customer = (answer: 'confirm' | 'decline') => async () => {
  const { voucher } = createClient({ baseUrl: new URL('/tally', location.href).href, getSession: () => 'test_holder' })
  const { vouchers } = unwrap(await voucher.list())
  const { voucherId } = vouchers.find(({ state }) => state === 'reserved') ?? { voucherId: '' }
  const said = await voucher[answer]({ voucherId, merchantId: 'noodles', orderAmountMinor: 128_00 })
  expect(said.ok).toBe(true)
}

describe('THR-X6 THR-P3 no session, code, card, donation, ID or telephone number outlives its screen', () => {
  test('typed and scanned codes: refused, mended, redeemed, paid by card', async () => {
    const service = await serve('wallet')
    const { voucherCode = '', cardCode = '' } = await service.things()
    await expectNoTrace(service, {
      who: 'test_shop',
      secrets: [voucherCode, cardCode, ID_NUMBER, PHONE],
      steps: [
        [(scanner) => typeCode(scanner, ID_NUMBER), '券码应为 30 位'],
        [(scanner) => typeCode(scanner, PHONE), '券码应为 30 位'],
        [() => gun(ID_NUMBER), '券码应为 30 位'],
        [(scanner) => typeCode(scanner, voucherCode.toLowerCase()), '订单金额'],
        [amount('99', '核销'), '没有核销'],
        [(scanner) => press(scanner, '改金额'), '订单金额'],
        [amount('128', '核销'), '核销成功'],
        [() => gun(voucherCode), '订单金额'],
        [amount('128', '核销'), '没有核销'],
        [() => gun(cardCode), '卡支付金额'],
        [amount('10', '扣款'), '扣款成功'],
      ],
    })
  })

  test('a reply that is lost, and asked for again', async () => {
    const service = await serve('wallet', { 'voucher.redeem': 'reply_lost' })
    const { voucherCode = '' } = await service.things()
    await expectNoTrace(service, {
      who: 'test_shop',
      secrets: [voucherCode],
      steps: [
        [() => gun(voucherCode), '订单金额'],
        [amount('128', '核销'), '正在确认结果'],
      ],
    })
  })

  test.each([
    [
      'confirm',
      [
        [customer('confirm'), '顾客已同意'],
        [(scanner) => press(scanner, '已收款，完成核销'), '核销成功'],
      ],
    ],
    ['decline', [[customer('decline'), '顾客没有同意']]],
  ] as const satisfies [string, readonly Step[]][])('held until the customer answers: %s', async (_, answered) => {
    const service = await serve('agree')
    const { voucherCode = '' } = await service.things()
    await expectNoTrace(service, {
      who: 'test_shop',
      secrets: [voucherCode],
      steps: [[() => gun(voucherCode), '订单金额'], [amount('128', '核销'), '等顾客同意'], ...answered],
    })
  })

  test('the till’s own code', async () => {
    const service = await serve('agree')
    const codes: string[] = []
    const { answer } = service
    Object.assign(service, {
      async answer(request: Request) {
        const answered = await answer(request)
        const body = (await answered?.clone().json()) as { code?: string }
        if (body.code?.length === 37) codes.push(body.code)
        return answered
      },
    })
    await expectNoTrace(service, {
      who: 'test_shop',
      secrets: [],
      steps: [
        [(scanner) => press(scanner, '请顾客扫码'), '订单金额'],
        [amount('128', '出示给顾客'), '还剩'],
        [
          async (scanner) => {
            expect(codes).toHaveLength(1)
            expect((await traces(scanner)) + scanner.shadowRoot?.innerHTML).not.toContain(codes[0])
          },
          '还剩',
        ],
        [(scanner) => press(scanner, '取消'), '可以扫码了'],
      ],
    })
  })

  test('cards and donations at a station, a range, and an activation taken back', async () => {
    const service = await serve('wallet')
    const { cards, donations } = await service.things()
    const [first, second, third] = cards
    const [donation = '', other = ''] = donations
    const spaced = (serial = '') => serial.replace(/(.{4})(?=.)/g, '$1 ')
    const serials = cards.flatMap(({ serial }) => [serial, serial.replace(/ /g, ''), spaced(serial)])
    await expectNoTrace(service, {
      who: 'test_staff',
      secrets: [...serials, ...cards.flatMap(({ secret, mark }) => [secret, mark]), ...donations, ID_NUMBER, PHONE],
      steps: [
        [() => gun(first?.mark ?? ''), '激活卡片'],
        [() => gun(donation), '激活卡片'],
        [(scanner) => press(scanner, '激活'), '激活成功'],
        [(scanner) => press(scanner, '完成'), '本次办理'],
        [() => gun(first?.mark ?? ''), '激活卡片'],
        [(scanner) => press(scanner, '激活'), '没有办理'],
        [(scanner) => press(scanner, '完成'), '本次办理'],
        [(scanner) => press(scanner, '按号段激活'), '起始卡号'],
        [
          async (scanner) => {
            await userEvent.fill(fieldOf(scanner, 'from'), second?.serial ?? '')
            await userEvent.fill(fieldOf(scanner, 'to'), third?.serial ?? '')
            await userEvent.fill(fieldOf(scanner, 'pairs'), `${second?.serial.replace(/ /g, '')} ${other}`)
            await press(scanner, '激活')
          },
          '激活成功',
        ],
        [(scanner) => press(scanner, '完成'), '本次办理'],
        [(scanner) => press(scanner, '撤回激活'), '原因'],
        [
          async (scanner) => {
            gun(second?.serial.replace(/ /g, '') ?? '')
            await userEvent.click(fieldOf(scanner, 'reason').form?.querySelector('[value="other"]') as HTMLElement)
            await userEvent.fill(fieldOf(scanner, 'reasonText'), `${ID_NUMBER} ${PHONE}`)
            await press(scanner, '撤回激活')
          },
          '已撤回激活',
        ],
      ],
    })
  })
})
