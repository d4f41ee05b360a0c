import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../define.ts'
import { defineTallyScanner } from '../define/define-tally-scanner.ts'
import { createFakeService, type FakeService } from './testing/fake-service.ts'
import { buttonOf, mountElement, serveByFetch, showsWithin } from './testing/mount-element.ts'

const VOUCHER = '0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R'
const CARD = `8${VOUCHER.slice(1)}`

let service: FakeService
let stopServing: () => void
const scans: unknown[] = []
const record = (event: Event) => scans.push((event as CustomEvent).detail)

beforeEach(() => {
  service = createFakeService()
  stopServing = serveByFetch(service)
  scans.length = 0
  document.addEventListener('tally-scan', record)
})

afterEach(() => {
  document.body.replaceChildren()
  document.removeEventListener('tally-scan', record)
  stopServing()
})

/** What a gun does: keys one after the other, then Enter; with an input method on, `key` is "Process". */
function gun(text: string, { underIme = false, target = document.body as Element } = {}) {
  for (const character of [...text, 'Enter']) {
    const code =
      character === 'Enter' ? 'Enter' : /\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`
    const key = underIme && character !== 'Enter' ? 'Process' : character
    target.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, composed: true, cancelable: true }))
  }
}

const shows = showsWithin(12_000)
const last = (path: string) => service.calls.filter((call) => call.path.endsWith(path)).at(-1)

describe('at a shop', () => {
  test('a gun, three keys and Enter redeem; what to collect fills the screen', async () => {
    const scanner = await mountElement('tally-scanner')
    gun(VOUCHER)
    await shows(scanner, '订单金额')
    await userEvent.keyboard('128')
    await vi.waitFor(() => expect(scanner.shadowRoot?.querySelector('output')?.textContent).toBe('¥128'))
    await userEvent.keyboard('{Enter}')
    await shows(scanner, '核销成功', '应收', '108.00', '原价 ¥128.00', '券抵 ¥20.00')
    expect(last('/redemptions')?.body).toMatchObject({ code: VOUCHER, orderAmountMinor: 128_00 })
    const box = scanner.shadowRoot?.querySelector('.result')?.getBoundingClientRect()
    expect([box?.width, box?.height]).toEqual([innerWidth, innerHeight])
    expect(scans).toEqual([{ result: 'redeemed' }])
    await userEvent.click(buttonOf(scanner, '下一位'))
    await shows(scanner, '可以扫码了')
  })

  test('the next customer’s scan ends the last one’s result by itself', async () => {
    const scanner = await mountElement('tally-scanner')
    gun(VOUCHER)
    await shows(scanner, '订单金额')
    await userEvent.click(buttonOf(scanner, '9'))
    await userEvent.click(buttonOf(scanner, '核销'))
    await shows(scanner, '核销成功')
    gun(CARD)
    await shows(scanner, '卡支付金额')
  })

  test('a page may set its order numbers as a property, also before our script has come', async () => {
    const early = Object.assign(document.createElement('early-scanner'), {
      lang: 'zh-CN',
      apiBase: '/tally',
      getSession: () => 'session-of-wang',
      nextOrderNumber: () => 'TILL-7',
    })
    document.body.append(early)
    defineTallyScanner('early')
    await shows(early, '可以扫码了')
    gun(VOUCHER)
    await shows(early, '订单金额')
    gun('9')
    await shows(early, '核销成功')
    expect(last('/redemptions')?.body?.orderNumber).toBe('TILL-7')
  })

  test('reads the gun under a Chinese input method, and from inside the field as well', async () => {
    const scanner = await mountElement('tally-scanner')
    const field = scanner.shadowRoot?.querySelector('input') as HTMLInputElement
    field.focus()
    field.value = '乱码'
    gun(VOUCHER, { underIme: true, target: field })
    await shows(scanner, '订单金额')
    await userEvent.keyboard('5{Enter}')
    await shows(scanner, '核销成功')
    expect(last('/redemptions')?.body?.code).toBe(VOUCHER)
  })

  test('takes a code that is typed or pasted, and helps with one that is none', async () => {
    const scanner = await mountElement('tally-scanner')
    const field = scanner.shadowRoot?.querySelector('input') as HTMLInputElement
    await userEvent.fill(field, 'ABC')
    await userEvent.click(buttonOf(scanner, '下一步'))
    await shows(scanner, '券码应为 30 位字母和数字')
    await userEvent.fill(field, VOUCHER.toLowerCase().replace(/(.{5})/g, '$1 '))
    await userEvent.click(buttonOf(scanner, '下一步'))
    await shows(scanner, '订单金额')
  })

  test('leaves the keys of the page’s own fields to the page', async () => {
    const scanner = await mountElement('tally-scanner')
    const field = document.createElement('input')
    document.body.append(field)
    field.focus()
    gun(VOUCHER, { target: field })
    await new Promise((resolve) => setTimeout(resolve, 50))
    await shows(scanner, '可以扫码了')
  })

  test.each([
    [422, 'code_mistyped', '券码有误，请核对后重新输入。'],
    [404, 'code_unknown', '没有找到这个码，请让顾客重新出示。'],
    [410, 'code_expired', '券码已更新，请让顾客出示新的券码。'],
    [409, 'voucher_already_redeemed', '这张券已于10:05使用。'],
  ])('shows the refusal’s sentence in red, with its code small: %i %s', async (status, code, detail) => {
    service.refusals.set('POST redemptions', { status, code, detail })
    const scanner = await mountElement('tally-scanner')
    gun(VOUCHER)
    await userEvent.keyboard('128{Enter}')
    await shows(scanner, '没有核销', detail, code)
    expect(scanner.shadowRoot?.querySelector('.result-stop .result-sign svg')).not.toBeNull()
    expect(scans).toEqual([{ result: 'refused', code }])
  })

  test('offers to take a payment when the code turns out to be a card’s', async () => {
    service.refusals.set('POST redemptions', { status: 422, code: 'code_wrong_kind', detail: '这不是券的码。' })
    const scanner = await mountElement('tally-scanner')
    gun(VOUCHER)
    await userEvent.keyboard('15{Enter}')
    await shows(scanner, '这不是券的码。')
    await userEvent.click(buttonOf(scanner, '这是卡，改为扣款'))
    await shows(scanner, '卡支付金额')
    await userEvent.keyboard('{Enter}')
    await shows(scanner, '扣款成功', '15.00', '卡内余额 ¥25.00')
    expect(last('/card-spends')?.body).toMatchObject({ code: VOUCHER, amountMinor: 15_00 })
  })

  test('lets the cashier mend the amount under a new order number', async () => {
    service.refusals.set('POST redemptions', {
      status: 422,
      code: 'below_threshold',
      detail: '满100元可用，还差85元。',
    })
    const scanner = await mountElement('tally-scanner')
    gun(VOUCHER)
    await userEvent.keyboard('15{Enter}')
    await shows(scanner, '还差85元')
    const first = last('/redemptions')
    await userEvent.click(buttonOf(scanner, '改金额'))
    await userEvent.keyboard('0{Enter}')
    await shows(scanner, '核销成功')
    expect(last('/redemptions')?.body?.orderAmountMinor).toBe(150_00)
    expect(last('/redemptions')?.key).not.toBe(first?.key)
    expect(last('/redemptions')?.body?.orderNumber).not.toBe(first?.body?.orderNumber)
  })

  test('asks again under the same key when the reply was lost', async () => {
    service.repliesToLose = 1
    const scanner = await mountElement('tally-scanner')
    gun(VOUCHER)
    await userEvent.keyboard('128{Enter}')
    await shows(scanner, '正在确认结果，请勿重复操作')
    await shows(scanner, '核销成功')
    const keys = service.calls.map(({ key }) => key)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })
})

describe('at a donation site', () => {
  test('a scanned card and donation are activated, in either order of the scans', async () => {
    const scanner = await mountElement('tally-scanner', { view: 'staff' })
    await shows(scanner, '激活卡片', '按号段激活', '撤回激活')
    gun('000000123459')
    await shows(scanner, '卡片')
    gun('5115002601000123')
    await vi.waitFor(() => expect(scanner.shadowRoot?.querySelectorAll('input')[1]?.value).toBe('5115002601000123'))
    await userEvent.click(buttonOf(scanner, '激活'))
    await shows(scanner, '激活成功', '0000 0012 3459')
    expect(last('/activations')?.body).toEqual({
      by: { serial: '0000 0012 3459' },
      donationReference: '5115002601000123',
    })
    await userEvent.click(buttonOf(scanner, '完成'))
    await shows(scanner, '本次办理', '0000 0012 3459')
    expect(scans).toEqual([{ result: 'activated' }])
  })

  test('a range goes with its pairs; a wrong line is named', async () => {
    const scanner = await mountElement('tally-scanner', { view: 'staff' })
    await userEvent.click(buttonOf(scanner, '按号段激活'))
    const [from, to] = scanner.shadowRoot?.querySelectorAll('input') ?? []
    const pairs = scanner.shadowRoot?.querySelector('textarea') as HTMLTextAreaElement
    await userEvent.fill(from as HTMLInputElement, '000000123459')
    await userEvent.fill(to as HTMLInputElement, '000000123460')
    await userEvent.fill(pairs, '000000123459 D1\nnothing')
    await userEvent.click(buttonOf(scanner, '激活'))
    await shows(scanner, '第 2 行有误')
    await userEvent.fill(pairs, '000000123459 D1')
    await userEvent.click(buttonOf(scanner, '激活'))
    await shows(scanner, '激活成功')
    expect(last('/activations')?.body).toEqual({
      by: {
        from: '0000 0012 3459',
        to: '0000 0012 3460',
        donations: [{ serial: '000000123459', donationReference: 'D1' }],
      },
    })
  })

  test('an activation is taken back with its reason, and not without', async () => {
    const scanner = await mountElement('tally-scanner', { view: 'staff' })
    await userEvent.click(buttonOf(scanner, '撤回激活'))
    gun('000000123459')
    await userEvent.click(buttonOf(scanner, '撤回激活'))
    await shows(scanner, '请写明原因')
    const [reason] = scanner.shadowRoot?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? []
    await userEvent.click(reason as HTMLInputElement)
    await userEvent.click(buttonOf(scanner, '撤回激活'))
    await shows(scanner, '已撤回激活')
    expect(last('/reversals')?.body).toEqual({ serial: '0000 0012 3459', reason: '献血未完成' })
  })
})

describe('everybody', () => {
  const states: Readonly<Record<string, [view: string, reach: (scanner: HTMLElement) => Promise<void>]>> = {
    scan: ['shop', async () => {}],
    amount: [
      'shop',
      async (scanner) => {
        gun(VOUCHER)
        await shows(scanner, '订单金额')
      },
    ],
    staff: ['staff', async () => {}],
    reverse: ['staff', async (scanner) => userEvent.click(buttonOf(scanner, '撤回激活'))],
  }
  for (const theme of ['light', 'dark', 'contrast']) {
    for (const [state, [view, reach]] of Object.entries(states)) {
      test(`axe finds nothing in ${state}, ${theme}`, async () => {
        const scanner = await mountElement('tally-scanner', { theme, view })
        await reach(scanner)
        const { violations } = await axe.run(scanner, { rules: { region: { enabled: false } } })
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
      })
    }
  }
})
