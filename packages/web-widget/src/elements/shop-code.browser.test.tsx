import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../define.ts'
import { createFakeService, type FakeService, fakeVoucher } from './testing/fake-service.ts'
import { buttonOf, mountElement, serveByFetch, showsWithin } from './testing/mount-element.ts'

const part = (value: object) => btoa(JSON.stringify(value)).replace(/=/g, '')
const SHEET = `${part({ alg: 'ES256', typ: 'tally-shop+jwt' })}.${part({ mer: 'noodles', sht: 1 })}.c2lnbmVk`

let service: FakeService
let stopServing: () => void
beforeEach(() => {
  service = createFakeService()
  service.vouchers = [fakeVoucher(Date.now())]
  stopServing = serveByFetch(service)
})
afterEach(() => {
  document.body.replaceChildren()
  stopServing()
  vi.restoreAllMocks()
})

const shows = showsWithin(8000)
const fieldOf = (element: HTMLElement, selector: string) =>
  vi.waitFor(() => {
    const field = element.shadowRoot?.querySelector<HTMLInputElement>(selector)
    if (!field) throw new Error(`No ${selector}`)
    return field
  })
const payments = () => service.calls.filter(({ path }) => path.endsWith('/shop-code-payments'))

/** The printed code's text, as a hand would paste it. */
async function scan(attributes: Readonly<Record<string, string>> = {}, text = SHEET) {
  const wallet = await mountElement('tally-wallet', attributes)
  await userEvent.click(buttonOf(wallet, '扫店里的码'))
  await userEvent.fill(await fieldOf(wallet, 'textarea'), text)
  await userEvent.click(buttonOf(wallet, '下一步'))
  return wallet
}

async function enter(wallet: HTMLElement, amount: string) {
  await userEvent.fill(await fieldOf(wallet, 'input[name=amount]'), amount)
  await userEvent.click(buttonOf(wallet, '下一步'))
}

describe('a printed shop code', () => {
  test('shows the shop, takes the amount, uses the voucher once it was agreed to, and shows the number', async () => {
    const told: string[] = []
    document.addEventListener('tally-redeemed', ({ type }) => told.push(type), { once: true })
    const wallet = await scan()
    await shows(wallet, '核对门店，输入金额', '老街面馆', '请确认您就在这家店')
    // The service knows its region by a code alone, which says nothing to a citizen.
    expect(wallet.shadowRoot?.textContent).not.toContain('511525')
    expect(payments()).toEqual([])
    await enter(wallet, '128.50')
    await shows(wallet, '核对后使用', '老街面馆', '128.50', '券马上就用掉')
    expect(payments()).toEqual([])
    await userEvent.click(buttonOf(wallet, '使用餐饮消费券'))
    await shows(wallet, '券已使用', '8 2 3 4', '听到以后再取货', '¥108.50', '老街面馆')
    expect(payments().map(({ body }) => body)).toEqual([{ shopCode: SHEET, orderAmountMinor: 128_50 }])
    expect(wallet.getState()).toBe('used')
    expect(told).toEqual(['tally-redeemed'])
    await userEvent.click(buttonOf(wallet, '完成'))
    await shows(wallet, '还没有可用的券或卡')
  })

  test('is scanned from the voucher’s own screen, too', async () => {
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '秒后自动更新')
    await userEvent.click(buttonOf(wallet, '扫店里的码'))
    await shows(wallet, '店里张贴的码')
  })

  test('without a reply is asked for again under its key, and uses the voucher once', async () => {
    const wallet = await scan()
    await enter(wallet, '128')
    await shows(wallet, '核对后使用')
    service.repliesToLose = 2
    await userEvent.click(buttonOf(wallet, '使用餐饮消费券'))
    await shows(wallet, '正在确认结果')
    await shows(wallet, '券已使用', '8 2 3 4')
    expect(new Set(payments().map(({ key }) => key)).size).toBe(1)
    expect(payments()).toHaveLength(3)
  })

  test.each(['', '0', '12o', '-5', '12.345'])('takes no amount that is none: “%s”', async (amount) => {
    const wallet = await scan()
    await enter(wallet, amount)
    await shows(wallet, '请输入金额')
    await enter(wallet, '１２８')
    await shows(wallet, '128.00')
  })

  test('says the service’s no in its sentence, and leads back to the shop and the amount', async () => {
    const detail = '这家店今天用张贴的码收券已到上限。'
    service.refusals.set('POST vouchers/vch_1/shop-code-payments', { status: 409, code: 'shop_code_day_cap', detail })
    const wallet = await scan()
    await enter(wallet, '128')
    await shows(wallet, '核对后使用')
    await userEvent.click(buttonOf(wallet, '使用餐饮消费券'))
    await shows(wallet, detail, 'shop_code_day_cap')
    await userEvent.click(buttonOf(wallet, '再试一次'))
    await shows(wallet, '核对后使用', '老街面馆', '128.00')
  })

  test('THR-R11 that does not verify shows no shop and takes no amount', async () => {
    const detail = '商户的码未通过验证，请勿付款。'
    service.refusals.set('POST shop-code-readings', { status: 401, code: 'shop_code_refused', detail })
    const wallet = await scan()
    await shows(wallet, detail, 'shop_code_refused')
    expect(wallet.shadowRoot?.querySelector('input[name=amount]')).toBeNull()
    expect(payments()).toEqual([])
  })

  test('says when no voucher is for such an order', async () => {
    const wallet = await scan()
    await enter(wallet, '50')
    await shows(wallet, '您没有能用在这一单的券')
    expect(() => buttonOf(wallet, '使用餐饮')).toThrow('No button')
    await userEvent.click(buttonOf(wallet, '改金额'))
    await shows(wallet, '核对门店，输入金额')
  })

  test('THR-X6 leaves neither code nor number in storage, address, attributes, events or console', async () => {
    const logged: unknown[] = []
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...words) => logged.push(...words))
    }
    const told: unknown[] = []
    for (const name of ['statechange', 'redeemed', 'error', 'ready'])
      document.addEventListener(`tally-${name}`, (event) => told.push((event as CustomEvent).detail))
    const before = location.href
    const wallet = await scan()
    const marks = [wallet.outerHTML + wallet.shadowRoot?.innerHTML]
    await enter(wallet, '128')
    await shows(wallet, '核对后使用')
    marks.push(wallet.outerHTML + wallet.shadowRoot?.innerHTML)
    await userEvent.click(buttonOf(wallet, '使用餐饮消费券'))
    await shows(wallet, '券已使用')
    const attributes = [...(wallet.shadowRoot?.querySelectorAll('*') ?? []), wallet].flatMap((each) =>
      [...each.attributes].map(({ value }) => value),
    )
    const places = [...marks, ...attributes, JSON.stringify([told, logged, { ...localStorage }, { ...sessionStorage }])]
    expect(location.href).toBe(before)
    for (const place of places) {
      expect(place).not.toContain('c2lnbmVk')
      expect(place).not.toMatch(/8 ?2 ?3 ?4(?!\d)/)
      expect(place).not.toContain('vch_1')
    }
    expect(logged).toEqual([])
  })

  for (const mode of ['standard', 'elder']) {
    test(`is clear to axe on each of its screens, ${mode}`, async () => {
      const least = mode === 'elder' ? 60 : 48
      const clear = async () => {
        const { violations } = await axe.run(wallet, { rules: { region: { enabled: false } } })
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
        for (const target of wallet.shadowRoot?.querySelectorAll<HTMLElement>('button, a, input') ?? [])
          expect(target.getBoundingClientRect().height, target.textContent ?? '').toBeGreaterThanOrEqual(least)
      }
      const wallet = await scan({ mode })
      await shows(wallet, '核对门店')
      await clear()
      await enter(wallet, '128')
      await shows(wallet, '核对后使用')
      await clear()
      await userEvent.click(buttonOf(wallet, '使用餐饮消费券'))
      await shows(wallet, '券已使用')
      await clear()
    })
  }
})
