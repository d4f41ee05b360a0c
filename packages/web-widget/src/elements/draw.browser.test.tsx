import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../define.ts'
import { createFakeService, type FakeService, fakeDrawnOffer, HOUR } from './testing/fake-service.ts'
import { buttonOf, mountElement, serveByFetch, showsWithin, textOf } from './testing/mount-element.ts'

let service: FakeService
let stopServing: () => void
beforeEach(() => {
  service = createFakeService()
  service.offers = [fakeDrawnOffer(Date.now(), 'none')]
  stopServing = serveByFetch(service)
})
afterEach(() => {
  document.body.replaceChildren()
  stopServing()
  sessionStorage.clear()
})

const shows = showsWithin(8000)
const entries = () => service.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/entries'))
const enter = async (attributes: Readonly<Record<string, string>> = {}) => {
  const wallet = await mountElement('tally-wallet', attributes)
  await vi.waitFor(() => buttonOf(wallet, '报名抽签'))
  await userEvent.click(buttonOf(wallet, '报名抽签：零售消费券'))
  return wallet
}

describe('a draw', () => {
  test('is entered from its tile, which then says when the result comes', async () => {
    const wallet = await enter()
    await shows(wallet, '报名成功', '1月22日21:30之后公布结果')
    expect(entries()).toHaveLength(1)
    expect(entries()[0]?.path).toContain('/draws/bat_1/entries')
    await userEvent.click(buttonOf(wallet, '完成'))
    await shows(wallet, '已报名。1月22日21:30之后公布结果')
    expect(() => buttonOf(wallet, '报名抽签')).toThrow('No button')
  })

  test('entered without a reply is asked for again under its key, and entered once', async () => {
    service.repliesToLose = 1
    const wallet = await enter()
    await shows(wallet, '正在确认结果')
    await shows(wallet, '报名成功')
    const [first, second] = entries()
    expect(entries()).toHaveLength(2)
    expect(second?.key).toBe(first?.key)
  })

  test('asks for the position where the rules do, with the reason of an entry', async () => {
    service.offers = [fakeDrawnOffer(Date.now(), 'none', { outcome: 'undecided', needs: ['position'] })]
    const wallet = await enter()
    await shows(wallet, '报名前需要确认您在活动区域内')
    expect(entries()).toEqual([])
  })

  test('keeps the place of an entry in the queue when the page is loaded again', async () => {
    const queue = (ticket: string) =>
      service.refusals.set('POST draws/bat_1/entries', {
        status: 503,
        code: 'queue_waiting',
        detail: '请稍候',
        params: { ticket, position: 42, retryAfterSeconds: 90 },
      })
    queue('t1')
    const before = await enter()
    await shows(before, '正在排队')
    before.remove()
    queue('t2')
    await shows(await mountElement('tally-wallet'), '正在排队')
    const [first, second] = entries()
    expect([second?.ticket, second?.key]).toEqual(['t1', first?.key])
  })

  test('that refuses says so in a sentence, with the code small', async () => {
    const detail = '报名已于1月20日截止。'
    service.refusals.set('POST draws/bat_1/entries', { status: 409, code: 'draw_entries_closed', detail })
    await shows(await enter(), '没有报上名', detail, 'draw_entries_closed')
  })

  test('says why a person may not enter', async () => {
    const message = { 'zh-CN': '本活动面向高县户籍居民', en: 'For residents of the county' }
    const reasons = [{ fact: 'person.registration', result: 'failed', message }]
    service.offers = [fakeDrawnOffer(Date.now(), 'none', { outcome: 'ineligible', reasons })]
    const wallet = await mountElement('tally-wallet')
    await shows(wallet, '暂时不能领取', '本活动面向高县户籍居民')
    expect(() => buttonOf(wallet, '报名抽签')).toThrow('No button')
  })

  test('that was won is claimed and leads to the voucher', async () => {
    service.offers = [fakeDrawnOffer(Date.now(), 'won')]
    const wallet = await mountElement('tally-wallet')
    await shows(wallet, '您抽中了')
    await userEvent.click(buttonOf(wallet, '领取零售消费券'))
    await shows(wallet, '领取成功')
    await userEvent.click(buttonOf(wallet, '出示给店员'))
    await shows(wallet, '秒后自动更新')
  })

  test('that was not won says so without blame; who did not enter in time is shown nothing', async () => {
    const over = Date.now() - 2 * HOUR
    service.offers = [
      fakeDrawnOffer(Date.now(), 'not_won'),
      fakeDrawnOffer(over, 'none', { batchId: 'b2', title: { 'zh-CN': '错过的券', en: 'missed' } }),
    ]
    const wallet = await mountElement('tally-wallet')
    await shows(wallet, '这次没有抽中')
    expect(textOf(wallet)).not.toContain('错过的券')
  })

  test('shows what is public of it, and the person’s own name in the list', async () => {
    service.offers = [fakeDrawnOffer(Date.now(), 'entered')]
    const wallet = await mountElement('tally-wallet')
    await vi.waitFor(() => buttonOf(wallet, '怎么抽签'))
    await userEvent.click(buttonOf(wallet, '怎么抽签'))
    await shows(wallet, '抽签公示', 'six made-up numbers', 'hol_wangs_entry', 'c0ffee')
    const found = { ...localStorage, ...sessionStorage }
    expect(JSON.stringify(found) + location.href).not.toContain('hol_wangs_entry')
  })

  for (const mode of ['standard', 'elder']) {
    test(`is clear to axe in every state, ${mode}`, async () => {
      service.offers = (['none', 'entered', 'won', 'not_won'] as const).map((entry, n) =>
        fakeDrawnOffer(Date.now(), entry, { batchId: `b${n}` }),
      )
      const wallet = await mountElement('tally-wallet', { mode })
      if (mode === 'elder') await userEvent.click(buttonOf(wallet, '可以领取的'))
      await shows(wallet, '可以报名', '已报名', '您抽中了', '没有抽中')
      const targets = wallet.shadowRoot?.querySelectorAll<HTMLElement>('.tile button') ?? []
      expect(targets.length).toBeGreaterThan(4)
      for (const target of targets)
        expect(target.getBoundingClientRect().height).toBeGreaterThanOrEqual(mode === 'elder' ? 60 : 48)
      const { violations } = await axe.run(wallet, { rules: { region: { enabled: false } } })
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
    })
  }
})
