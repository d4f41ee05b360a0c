import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../define.ts'
import {
  catering,
  createFakeService,
  type FakeService,
  fakeCard,
  fakeOffer,
  fakeVoucher,
  retail,
} from './testing/fake-service.ts'
import { buttonOf, mountElement, serveByFetch, showsWithin, textOf } from './testing/mount-element.ts'

let service: FakeService
let stopServing: () => void
const events: CustomEvent[] = []
const names = [
  'ready',
  'statechange',
  'qr-rotated',
  'claimed',
  'redeemed',
  'session-expired',
  'offline',
  'online',
  'error',
]
const record = (event: Event) => events.push(event as CustomEvent)

beforeEach(() => {
  service = createFakeService()
  service.vouchers = [fakeVoucher(Date.now())]
  service.offers = [fakeOffer(Date.now())]
  stopServing = serveByFetch(service)
  events.length = 0
  for (const name of names) document.addEventListener(`tally-${name}`, record)
})

afterEach(() => {
  document.body.replaceChildren()
  for (const name of names) document.removeEventListener(`tally-${name}`, record)
  stopServing()
  vi.restoreAllMocks()
})

const seen = (name: string) => events.filter(({ type }) => type === `tally-${name}`)
const shows = showsWithin(12_000)
const located = (outcome: { latitude: number; longitude: number; accuracy: number } | { code: number }) =>
  vi.spyOn(navigator.geolocation, 'getCurrentPosition').mockImplementation((good, bad) => {
    if ('code' in outcome) bad?.({ ...outcome, PERMISSION_DENIED: 1 } as GeolocationPositionError)
    else good({ coords: outcome } as GeolocationPosition)
  })

describe('the first screen', () => {
  test('answers what can be used, what can be had and what happened, in this order', async () => {
    service.cards = [fakeCard(Date.now())]
    service.history = [
      { at: '2026-01-20T04:08:00Z', kind: 'redeemed', title: catering, amountMinor: 20_00, shop: '老街面馆' },
    ]
    const wallet = await mountElement('tally-wallet')
    const headings = [...(wallet.shadowRoot?.querySelectorAll('h2') ?? [])].map(({ textContent }) => textContent)
    expect(headings).toEqual(['现在可用', '可以领取', '最近'])
    await shows(wallet, '满100元减20元', '1月27日23:59前可用', '25.00', '0000 0012 3457', '已激活')
    await shows(wallet, '在“老街面馆”使用餐饮消费券', '−¥20.00', '1月20日12:08')
    expect(wallet.getState()).toBe('ready')
    expect(seen('ready')).toHaveLength(1)
  })

  test('says why not, and what would help', async () => {
    const message = { 'zh-CN': '本活动面向高县户籍居民', en: 'For residents of the county' }
    service.offers = [
      fakeOffer(Date.now(), {
        outcome: 'ineligible',
        reasons: [{ fact: 'person.registration', result: 'failed', message }],
      }),
    ]
    const wallet = await mountElement('tally-wallet')
    await shows(wallet, '暂时不能领取', '本活动面向高县户籍居民')
    expect(() => buttonOf(wallet, '领取')).toThrow('No button')
  })

  test('opens an offer at its time without asking the service again', async () => {
    service.offers = [fakeOffer(Date.now(), { state: 'not_open', opensAt: new Date(Date.now() + 2500).toISOString() })]
    const wallet = await mountElement('tally-wallet')
    await shows(wallet, '开始领取', '不用一直刷新')
    expect(() => buttonOf(wallet, '领取零售')).toThrow('No button')
    await vi.waitFor(() => buttonOf(wallet, '领取零售消费券'), { timeout: 6000 })
    expect(service.calls.filter(({ path }) => path.endsWith('/offers'))).toHaveLength(1)
  })

  test('speaks English where the page does, and asks the service to', async () => {
    const wallet = await mountElement('tally-wallet', { locale: 'en' })
    await shows(wallet, 'Ready to use', 'Catering voucher', '¥20 off orders from ¥100', 'Show to the cashier')
    expect(service.calls.every(({ language }) => language === 'en')).toBe(true)
  })
})

describe('claiming', () => {
  test('asks for the position only after the press, with the reason first, and sends it with its datum', async () => {
    service.offers = [fakeOffer(Date.now(), { outcome: 'undecided', needs: ['position'] })]
    const geolocation = located({ latitude: 28.436, longitude: 104.522, accuracy: 35 })
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '领取零售消费券'))
    await shows(wallet, '需要确认您的位置', '只用于本次核对')
    expect(geolocation).not.toHaveBeenCalled()
    await userEvent.click(buttonOf(wallet, '允许定位'))
    await shows(wallet, '领取成功')
    expect(geolocation).toHaveBeenCalledOnce()
    const claim = service.calls.find(({ method, path }) => method === 'POST' && path.endsWith('/vouchers'))
    expect(claim?.body).toEqual({
      batchId: 'bat_1',
      position: { latitude: 28.436, longitude: 104.522, accuracyMetres: 35, datum: 'wgs84' },
    })
    expect(seen('claimed')).toHaveLength(1)
  })

  test.each([
    [1, '没有获得定位许可', '服务点', 'position_denied'],
    [2, '定位没有成功', '到窗边或室外再试', 'position_failed'],
    [3, '定位没有成功', '到窗边或室外再试', 'position_failed'],
  ])('says why there is no position, and what else to do: error %i of the browser', async (code, why, what, name) => {
    service.offers = [fakeOffer(Date.now(), { outcome: 'undecided', needs: ['position'] })]
    located({ code })
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '领取零售消费券'))
    await userEvent.click(buttonOf(wallet, '允许定位'))
    await shows(wallet, why, what, '0831-5550100', name)
    expect(buttonOf(wallet, '重新定位')).toBeDefined()
    expect(service.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/vouchers'))).toEqual([])
  })

  test('says so in a browser that cannot locate at all, and whom to ask', async () => {
    service.offers = [fakeOffer(Date.now(), { outcome: 'undecided', needs: ['position'] })]
    const locating = Object.getOwnPropertyDescriptor(Navigator.prototype, 'geolocation') as PropertyDescriptor
    Reflect.deleteProperty(Navigator.prototype, 'geolocation')
    try {
      const wallet = await mountElement('tally-wallet')
      await userEvent.click(buttonOf(wallet, '领取零售消费券'))
      await userEvent.click(buttonOf(wallet, '允许定位'))
      await shows(wallet, '这个浏览器不能定位', '服务点工作人员', 'position_unsupported')
    } finally {
      Object.defineProperty(Navigator.prototype, 'geolocation', locating)
    }
  })

  test('says the service’s sentence, with the code small and a number for the help desk', async () => {
    service.refusals.set('POST vouchers', { status: 409, code: 'sold_out', detail: '本批已领完。' })
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '领取零售消费券'))
    await shows(wallet, '暂时没有领到', '本批已领完。', 'sold_out · 帮助编号 7Q2W9K')
    expect(seen('error').at(-1)?.detail).toEqual({
      code: 'sold_out',
      retryable: false,
      correlationId: 'req_0000007q2w9k',
    })
  })

  test('resolves a lost reply under the same key, and claims once', async () => {
    service.repliesToLose = 2
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '领取零售消费券'))
    await shows(wallet, '正在确认结果，请勿重复操作')
    await shows(wallet, '领取成功')
    const claims = service.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/vouchers'))
    expect(claims).toHaveLength(3)
    expect(new Set(claims.map(({ key }) => key)).size).toBe(1)
    expect(service.vouchers).toHaveLength(2)
  })
})

describe('the code', () => {
  test.each([-10, 10])('THR-K1 is right on a device whose clock is %i minutes off', async (minutes) => {
    service.now = () => Date.now() - minutes * 60_000
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '秒后自动更新', '满100元减20元', '对店员说')
    const expected = 30 - (Math.floor(service.now() / 1000) % 30)
    const shown = Number(/(\d+) 秒后自动更新/.exec(textOf(wallet))?.[1])
    expect(Math.abs(shown - expected)).toBeLessThanOrEqual(1)
    const image = wallet.shadowRoot?.querySelector('svg[role=img]')
    expect(image?.getAttribute('aria-label')).toBe('餐饮消费券的二维码，请出示给店员扫描')
  })

  test('turns over by itself, and fetches new codes before the old ones run out', async () => {
    let ahead = 0
    const start = Math.floor(Date.now() / 30_000) * 30_000
    const tick = performance.now.bind(performance)
    vi.spyOn(performance, 'now').mockImplementation(() => tick() + ahead)
    service.now = () => start + 1000 + ahead
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '秒后自动更新')
    const path = () => wallet.shadowRoot?.querySelectorAll('.qr path')[1]?.getAttribute('d')
    const pictures = new Set([path()])
    for (const _ of [1, 2, 3, 4]) {
      ahead += 30_000
      await vi.waitFor(() => expect(pictures.has(path())).toBe(false), { timeout: 4000 })
      pictures.add(path())
    }
    expect(seen('qr-rotated')).toHaveLength(5)
    expect(service.calls.filter(({ path: called }) => called.endsWith('/codes')).length).toBeGreaterThanOrEqual(2)
  })

  test('uses up what it has without network, then says so, and goes on when there is network again', async () => {
    let ahead = 0
    const tick = performance.now.bind(performance)
    vi.spyOn(performance, 'now').mockImplementation(() => tick() + ahead)
    service.now = () => Date.now() + ahead
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '没有网络也能再用')
    service.isDown = true
    dispatchEvent(new Event('offline'))
    await shows(wallet, '没有网络，还能再用')
    ahead += 160_000
    await shows(wallet, '没有网络，券码已用完', '请连上网络')
    expect(wallet.getState()).toBe('offline')
    service.isDown = false
    dispatchEvent(new Event('online'))
    await shows(wallet, '秒后自动更新')
    expect(seen('offline').length).toBeGreaterThan(0)
    expect(seen('online').length).toBeGreaterThan(0)
  })

  test('says what a use is capped at as long as no phone is bound, and nothing where no cap holds', async () => {
    service.vouchers = [fakeVoucher(Date.now(), { withoutDeviceUpToMinor: 10_00 })]
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '还没有绑定手机，每次最多优惠10元。')
    await userEvent.click(buttonOf(wallet, '返回'))
    service.vouchers = [fakeVoucher(Date.now())]
    await wallet.refresh()
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '秒后自动更新')
    expect(textOf(wallet)).not.toContain('最多优惠')
  })

  test('becomes the receipt once the voucher was used', async () => {
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '秒后自动更新')
    const redeemedAt = '2026-01-20T04:08:00Z'
    service.vouchers = [fakeVoucher(Date.now(), { state: 'redeemed', redeemedAt })]
    service.history = [{ at: redeemedAt, kind: 'redeemed', title: catering, amountMinor: 20_00, shop: '老街面馆' }]
    await shows(wallet, '使用成功', '20.00', '老街面馆', '1月20日12:08')
    expect(wallet.getState()).toBe('used')
    expect(seen('redeemed')).toHaveLength(1)
  })
})

describe('a card', () => {
  test('whose checks are unusual is genuine all the same, with the service’s advice to ask first', async () => {
    const wallet = await mountElement('tally-wallet', { view: 'help' })
    const check = async () => {
      await shows(wallet, '验卡真伪')
      await userEvent.click(buttonOf(wallet, '验卡真伪'))
      await shows(wallet, '二维码文字')
      const fields = wallet.shadowRoot?.querySelectorAll('input')
      await userEvent.fill(fields?.[0] as HTMLInputElement, '0000 0012 3459')
      await userEvent.fill(fields?.[1] as HTMLInputElement, 'MARK')
      await userEvent.click(buttonOf(wallet, '查验'))
      await shows(wallet, '是真卡，还没有激活', '这是第 2 次查验')
    }
    await check()
    expect(textOf(wallet)).not.toContain('客服')
    await userEvent.click(buttonOf(wallet, '完成'))
    service.notice = { 'zh-CN': '请先向客服核实。', en: 'Ask the help desk first.' }
    await shows(wallet, '请家人协助')
    await userEvent.click(buttonOf(wallet, '请家人协助'))
    await check()
    await shows(wallet, '请先向客服核实。')
  })

  test('is bound by its number and secret, and its code shows the balance', async () => {
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '绑定一张卡'))
    await shows(wallet, '卡号和卡密印在卡片上')
    await userEvent.click(buttonOf(wallet, '绑定'))
    await shows(wallet, '卡号应为 12 位数字')
    const fields = wallet.shadowRoot?.querySelectorAll('input')
    await userEvent.fill(fields?.[0] as HTMLInputElement, '0000 0012 3459')
    await userEvent.fill(fields?.[1] as HTMLInputElement, 'K7M2Q9')
    await userEvent.click(buttonOf(wallet, '绑定'))
    await shows(wallet, '绑定成功', '40.00')
    expect(service.calls.find(({ path }) => path.endsWith('/bindings'))?.body).toEqual({
      serial: '000000123459',
      secret: 'K7M2Q9',
    })
    await userEvent.click(buttonOf(wallet, '完成'))
    await vi.waitFor(() => expect(wallet.shadowRoot?.querySelectorAll('.gift')).toHaveLength(1))
  })

  test('that pays while its code shows becomes a receipt with what is left', async () => {
    service.vouchers = []
    service.cards = [fakeCard(Date.now())]
    const wallet = await mountElement('tally-wallet')
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '卡内余额 ¥25.00', '我用兑换卡付款')
    service.cards = [fakeCard(Date.now(), { balanceMinor: 10_00 })]
    await shows(wallet, '使用成功', '15.00', '¥10.00')
  })
})

describe('the session', () => {
  test('is renewed in mid-use; the page may do it its own way', async () => {
    const element = document.createElement('tally-wallet')
    element.setAttribute('api-base', '/tally')
    const getSession = vi.fn((why: 'first' | 'expired') => (why === 'first' ? 'old' : 'new'))
    element.getSession = getSession
    document.body.appendChild(element)
    await element.ready
    await vi.waitFor(() => expect(element.getState()).toBe('ready'))
    expect(getSession.mock.calls.map(([why]) => why)).toContain('expired')
    expect(seen('session-expired').length).toBeGreaterThan(0)
    expect(seen('session-expired')[0]?.cancelable).toBe(true)
  })

  test('that is missing shows a sentence, a code and a next step', async () => {
    const element = document.createElement('tally-wallet')
    element.lang = 'zh-CN'
    document.body.appendChild(element)
    await element.ready
    await shows(element, '请重新登录', 'session_missing', '再试一次')
    await shows(element, '没有收到登录信息')
    expect(textOf(element)).not.toContain('登录已过期')
    expect(seen('error')[0]?.detail).toEqual({ code: 'session_missing', retryable: false })
  })
})

test('THR-X4 names with markup stay text', async () => {
  const evil = '<img src=x onerror="window.pwned=1"><b>券</b>'
  service.vouchers = [fakeVoucher(Date.now(), { title: { 'zh-CN': evil, en: evil } })]
  service.cards = [fakeCard(Date.now(), { station: evil, title: { 'zh-CN': evil, en: evil } })]
  service.history = [{ at: '2026-01-20T04:08:00Z', kind: 'redeemed', title: catering, amountMinor: 1, shop: evil }]
  service.contact = { phone: 'javascript:window.pwned=1' }
  const wallet = await mountElement('tally-wallet')
  await shows(wallet, evil)
  expect(wallet.shadowRoot?.querySelector('img, b, script')).toBeNull()
  for (const link of wallet.shadowRoot?.querySelectorAll('a') ?? []) expect(link.protocol).toBe('tel:')
  expect((window as { pwned?: number }).pwned).toBeUndefined()
})

test('THR-X6 leaves no session, code, number or secret in storage, address, attributes, events or console', async () => {
  const logged: unknown[] = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...words) => logged.push(...words))
  }
  const before = location.href
  const wallet = await mountElement('tally-wallet')
  await userEvent.click(buttonOf(wallet, '绑定一张卡'))
  const fields = wallet.shadowRoot?.querySelectorAll('input')
  await userEvent.fill(fields?.[0] as HTMLInputElement, '000000123459')
  await userEvent.fill(fields?.[1] as HTMLInputElement, 'SECRET77')
  await userEvent.click(buttonOf(wallet, '绑定'))
  await shows(wallet, '绑定成功')
  await userEvent.click(buttonOf(wallet, '完成'))
  await shows(wallet, '现在可用')
  await userEvent.click(buttonOf(wallet, '出示给店员'))
  await shows(wallet, '秒后自动更新')
  const markup = wallet.outerHTML + (wallet.shadowRoot?.innerHTML ?? '')
  const stores = JSON.stringify([
    { ...localStorage },
    { ...sessionStorage },
    document.cookie,
    await indexedDB.databases(),
  ])
  const told = JSON.stringify(events.map(({ detail }) => detail))
  expect(location.href).toBe(before)
  for (const secret of ['session-of-wang', 'SECRET77', '0AAAA']) {
    for (const place of [markup, stores, told, JSON.stringify(logged)]) expect(place).not.toContain(secret)
  }
  expect(told).not.toMatch(/000000123459|vch_|crd_/)
  expect(logged).toEqual([])
})

test('THR-X6 the number that a scan read stands in the field and in no attribute, and a hand may mend it', async () => {
  const wallet = await mountElement('tally-wallet')
  wallet.configure({ decodeQr: async () => '000000123459' })
  await wallet.ready
  await userEvent.click(buttonOf(wallet, '绑定一张卡'))
  const inputs = () => [...(wallet.shadowRoot?.querySelectorAll('input') ?? [])]
  const picture = await new Promise<Blob | null>((resolve) => document.createElement('canvas').toBlob(resolve))
  const chosen = new DataTransfer()
  chosen.items.add(new File([picture ?? ''], 'card.png', { type: 'image/png' }))
  const camera = inputs().find(({ type }) => type === 'file') as HTMLInputElement
  camera.files = chosen.files
  camera.dispatchEvent(new Event('change'))
  await shows(wallet, '卡号已读出')
  const serial = inputs().find(({ name }) => name === 'serial') as HTMLInputElement
  expect(serial.value).toBe('0000 0012 3459')
  expect(wallet.shadowRoot?.innerHTML).not.toContain('3459')
  await userEvent.fill(serial, '000000123467')
  await userEvent.click(buttonOf(wallet, '绑定'))
  await vi.waitFor(() => expect(serial.getAttribute('aria-describedby')).toBe('form-problem'))
  expect(serial.value).toBe('000000123467')
})

describe('everybody', () => {
  const states: Readonly<Record<string, (wallet: HTMLElement) => Promise<void>>> = {
    home: async () => {},
    code: async (wallet) => {
      await userEvent.click(buttonOf(wallet, '出示给店员'))
      await shows(wallet, '秒后自动更新')
    },
    bind: async (wallet) => {
      await userEvent.click(buttonOf(wallet, '绑定一张卡'))
      await userEvent.click(buttonOf(wallet, '绑定'))
    },
    refusal: async (wallet) => {
      service.refusals.set('POST vouchers', { status: 409, code: 'sold_out', detail: '本批已领完。' })
      await userEvent.click(buttonOf(wallet, '领取零售消费券'))
      await shows(wallet, '本批已领完。')
    },
  }
  for (const theme of ['light', 'dark']) {
    for (const [state, reach] of Object.entries(states)) {
      test(`axe finds nothing in ${state}, ${theme}`, async () => {
        service.cards = [fakeCard(Date.now())]
        service.offers = [
          fakeOffer(Date.now()),
          fakeOffer(Date.now(), { batchId: 'b2', state: 'sold_out', title: retail }),
        ]
        service.history = [{ at: '2026-01-20T04:08:00Z', kind: 'claimed', title: catering, amountMinor: 1 }]
        const wallet = await mountElement('tally-wallet', { theme })
        await reach(wallet)
        const { violations } = await axe.run(wallet, { rules: { region: { enabled: false } } })
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
      })
    }
  }

  test('sees the steps of the help numbered, as wide as the other tiles', async () => {
    const wallet = await mountElement('tally-wallet', { view: 'help' })
    await shows(wallet, '绑定的手机')
    const steps = [...(wallet.shadowRoot?.querySelectorAll<HTMLElement>('ol > li') ?? [])]
    expect(steps).toHaveLength(3)
    const button = wallet.shadowRoot?.querySelector('.actions .button')?.getBoundingClientRect()
    for (const step of steps) {
      expect(getComputedStyle(step).display).toBe('list-item')
      expect(getComputedStyle(step).listStyleType).toBe('decimal')
      expect(step.getBoundingClientRect().left).toBe(button?.left)
    }
  })

  test('reaches the code with the keyboard alone, and back; the focus follows the screen', async () => {
    const wallet = await mountElement('tally-wallet')
    await userEvent.tab()
    expect(wallet.shadowRoot?.activeElement?.textContent).toBe('长辈版')
    await userEvent.tab()
    expect(wallet.shadowRoot?.activeElement?.textContent).toBe('出示给店员')
    await userEvent.keyboard('{Enter}')
    await shows(wallet, '秒后自动更新')
    expect(wallet.shadowRoot?.activeElement?.textContent).toBe('请店员扫码')
    await userEvent.tab({ shift: true })
    await userEvent.keyboard('{Enter}')
    await shows(wallet, '现在可用')
  })

  test('keeps its direction and writing mode, whatever the page gives its elements', async () => {
    const style = document.createElement('style')
    style.textContent = '*{direction:rtl!important;writing-mode:vertical-rl!important}'
    document.head.append(style)
    const wallet = await mountElement('tally-wallet')
    const root = wallet.shadowRoot?.querySelector('.root') as HTMLElement
    const { direction, writingMode } = getComputedStyle(root)
    const { direction: hostDirection, writingMode: hostMode } = getComputedStyle(wallet)
    style.remove()
    expect([direction, writingMode, hostDirection, hostMode]).toEqual(['ltr', 'horizontal-tb', 'ltr', 'horizontal-tb'])
  })

  test('has targets of 48 pixels, whatever the page does to its sizes', async () => {
    const style = document.createElement('style')
    style.textContent = 'html{font-size:62.5%} *{all:unset!important;font-size:1px!important}'
    document.head.append(style)
    const wallet = await mountElement('tally-wallet')
    const targets = wallet.shadowRoot?.querySelectorAll<HTMLElement>('button, a') ?? []
    expect(targets.length).toBeGreaterThan(3)
    for (const target of targets)
      expect(target.getBoundingClientRect().height, target.textContent ?? '').toBeGreaterThanOrEqual(48)
    style.remove()
  })
})

test('several wallets, taken out and put back, each begin again and leave nothing behind', async () => {
  const first = await mountElement('tally-wallet')
  const second = await mountElement('tally-wallet', { locale: 'en' })
  await shows(first, '现在可用')
  await shows(second, 'Ready to use')
  first.remove()
  expect(first.shadowRoot?.querySelector('.root')?.childElementCount).toBe(0)
  document.body.append(first)
  await shows(first, '现在可用')
  await new Promise((resolve) => setTimeout(resolve, 1))
  expect(first.shadowRoot?.querySelectorAll('.root')).toHaveLength(1)
})
