// Every flow of both elements with the keyboard alone, on the real operations: Tab to what it says, Enter.
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { serveSamples } from '../../../../tools/embed/serve-samples.ts'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { type MockService, openMockService } from '../testing/mock-service.ts'
import type { MockScenario } from '../testing/scenarios.ts'

/** No screen has more places for the focus. */
const MOST_PLACES = 40

interface Screen {
  readonly element: 'tally-wallet' | 'tally-scanner'
  readonly session: 'test_holder' | 'test_shop' | 'test_staff'
  readonly attributes?: string
}
type Things = Awaited<ReturnType<MockService['things']>>
type Walk = (hands: Hands, things: Things) => Promise<void>

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Somebody who has no mouse. */
class Hands {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.#page.getByText(text).first().waitFor()
  }

  async press(name: RegExp): Promise<void> {
    await this.#page.getByRole('button', { name }).first().waitFor()
    await this.#reach(name)
    await this.#page.keyboard.press('Enter')
  }

  /** Where the keyboard's own digits are those on the screen. */
  keys(text: string): Promise<void> {
    return this.#page.keyboard.type(text)
  }

  async type(text: string, label: RegExp): Promise<void> {
    await this.#page.getByRole('textbox', { name: label }).first().waitFor()
    await this.#reach(label)
    await this.#page.keyboard.insertText(text)
  }

  async #reach(name: RegExp): Promise<void> {
    const passed: string[] = []
    while (passed.length < MOST_PLACES) {
      await this.#page.keyboard.press('Tab')
      const at = await this.#page.evaluate(nameOfFocused)
      if (name.test(at)) return
      passed.push(at)
    }
    throw new Error(`No way to ${name} by Tab, past ${passed.join(' | ')}`)
  }
}

function nameOfFocused(): string {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  if (!(at instanceof HTMLElement)) return ''
  const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0] : undefined
  return (at.getAttribute('aria-label') ?? label?.textContent ?? at.textContent ?? '').trim()
}

async function walk(scenario: MockScenario, { element, session, attributes = '' }: Screen, go: Walk): Promise<void> {
  const service = await openMockService(scenario, '/tally', undefined)
  const html = `<${element} api-base="/tally" locale="zh-CN" ${attributes}></${element}><script src="/assets/${element}.iife.js"></script><script src="/page.js"></script>`
  const script = `document.querySelector('${element}').configure({ getSession: () => '${session}' })`
  const server = await serveSamples({
    page: { html, scripts: new Map([['/page.js', script]]) },
    headers: {},
    backend: (request) => service.answer(request),
  })
  const geolocation = { latitude: 28.77, longitude: 104.62, accuracy: 20 }
  const context = await browser.newContext({ geolocation, permissions: ['geolocation'] })
  try {
    const page = await context.newPage()
    await page.goto(server.url)
    await go(new Hands(page), await service.things())
  } finally {
    await context.close()
    await server.close()
  }
}

const wallet = { element: 'tally-wallet', session: 'test_holder' } as const
const till = { element: 'tally-scanner', session: 'test_shop', attributes: 'view="shop" currency="CNY"' } as const

const walletFlows: readonly [string, MockScenario, Walk][] = [
  [
    'claim, code, digits',
    'offers',
    async (hands) => {
      await hands.press(/^领取/)
      await hands.sees('领取成功')
      await hands.press(/^出示给店员/)
      await hands.sees(/秒后自动更新/)
      await hands.press(/显示数字码/)
      await hands.sees(/请店员输入这串数字/)
      await hands.press(/^返回/)
      await hands.sees('我的券和卡')
    },
  ],
  [
    'claim where one is',
    'nearby',
    async (hands) => {
      await hands.press(/^领取/)
      await hands.press(/^允许定位/)
      await hands.sees('领取成功')
    },
  ],
  [
    'draw',
    'draw',
    async (hands) => {
      await hands.press(/^报名抽签/)
      await hands.sees('报名成功')
      await hands.press(/^完成/)
      await hands.press(/怎么抽签/)
      await hands.sees('抽签公示')
    },
  ],
  [
    'till’s code, agreed to',
    'agree',
    async (hands, { challenge = '' }) => {
      await hands.press(/^扫/)
      await hands.type(challenge, /粘贴/)
      await hands.press(/^下一步/)
      await hands.sees('请核对后再同意')
      await hands.press(/^同意/)
      await hands.sees('已同意，等店员完成')
    },
  ],
  [
    'voucher held, not agreed to',
    'held',
    async (hands) => {
      await hands.press(/^出示给店员/)
      await hands.sees('请核对后再同意')
      await hands.press(/^不同意/)
      await hands.sees('这一单没有完成')
    },
  ],
  [
    'printed shop code',
    'printed-code',
    async (hands, { shopCode }) => {
      await hands.press(/^扫/)
      await hands.type(shopCode, /粘贴/)
      await hands.press(/^下一步/)
      await hands.type('128', /金额/)
      await hands.press(/^下一步/)
      await hands.press(/^使用/)
      await hands.sees('券已使用')
    },
  ],
  [
    'card bound, refused; card checked',
    'wallet',
    async (hands, { cards: [card] }) => {
      await hands.press(/^绑定一张卡/)
      await hands.type(card?.serial ?? '', /^卡号/)
      await hands.type(card?.secret ?? '', /^卡密/)
      await hands.press(/^绑定$/)
      await hands.sees('没有绑定成功')
      await hands.press(/^再试一次/)
      await hands.press(/^返回/)
      await hands.press(/^请家人协助|^帮助|^请人协助/)
      await hands.press(/^验卡真伪/)
      await hands.type(card?.serial ?? '', /^卡号/)
      await hands.type(card?.mark ?? '', /^二维码文字/)
      await hands.press(/^查验/)
      await hands.sees('是真卡，还没有激活')
    },
  ],
  [
    'larger text, records, help',
    'used',
    async (hands) => {
      await hands.press(/^长辈版/)
      await hands.press(/^字大一点/)
      await hands.press(/^全部记录/)
      await hands.sees('用过和到期的')
      await hands.press(/^返回/)
      await hands.press(/^请家人协助/)
      await hands.press(/^绑定的手机/)
      await hands.press(/^返回/)
      await hands.press(/^标准版/)
      await hands.sees('现在可用')
    },
  ],
]

describe('with the keyboard alone, the wallet goes through', () => {
  test.each(walletFlows)('%s', (_name, scenario, go) => walk(scenario, wallet, go))
})

describe('with the keyboard alone, the scanner goes through', () => {
  test('a sale by a typed code', () =>
    walk('wallet', till, async (hands, { voucherCode = '' }) => {
      await hands.type(voucherCode, /^券码/)
      await hands.press(/^下一步/)
      await hands.sees('订单金额')
      await hands.keys('128')
      await hands.press(/^核销/)
      await hands.sees('核销成功')
    }))

  test('a code for the customer to scan', () =>
    walk('agree', till, async (hands) => {
      await hands.press(/^请顾客扫码/)
      await hands.sees('订单金额')
      await hands.keys('128')
      await hands.press(/^出示给顾客/)
      await hands.sees(/顾客用自己的/)
    }))

  test('a card at the desk', () =>
    walk('wallet', { ...till, session: 'test_staff', attributes: 'view="staff"' }, async (hands, things) => {
      await hands.press(/^激活卡片/)
      await hands.type(things.cards[0]?.serial ?? '', /^卡片/)
      await hands.type(things.donations[0] ?? '', /^献血编号/)
      await hands.press(/^激活$/)
      await hands.sees(/激活成功|已激活/)
    }))
})
