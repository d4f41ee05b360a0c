import axe from 'axe-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../define.ts'
import { createFakeService, type FakeService, fakeOffer } from './testing/fake-service.ts'
import { buttonOf, mountElement, serveByFetch, showsWithin, textOf } from './testing/mount-element.ts'

let service: FakeService
let stopServing: () => void
beforeEach(() => {
  service = createFakeService()
  service.offers = [fakeOffer(Date.now())]
  stopServing = serveByFetch(service)
})
afterEach(() => {
  document.body.replaceChildren()
  stopServing()
  sessionStorage.clear()
})

/** The next claim is given a place. */
function queue(ticket: string, position: number, retryAfterSeconds: number): void {
  const params = { ticket, position, retryAfterSeconds }
  service.refusals.set('POST vouchers', { status: 503, code: 'queue_waiting', detail: '请稍候', params })
}

const shows = showsWithin(8000)
const claims = () => service.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/vouchers'))

async function claim(attributes: Readonly<Record<string, string>> = {}) {
  const wallet = await mountElement('tally-wallet', attributes)
  await userEvent.click(buttonOf(wallet, '领取'))
  return wallet
}

test('shows place and time, claims when it is the turn, under the first key and with the ticket', async () => {
  queue('t1', 42, 2)
  const wallet = await claim()
  await shows(wallet, '正在排队', '第 42 位', '不到一分钟就到您了', '位置已为您保留')
  await shows(wallet, '领取成功')
  const [first, second] = claims()
  expect(claims()).toHaveLength(2)
  expect([first?.ticket, second?.ticket, second?.key]).toEqual([undefined, 't1', first?.key])
  expect({ ...sessionStorage }).toEqual({})
})

test('keeps the place when the page is loaded again: same key, same ticket, no second press', async () => {
  queue('t1', 42, 90)
  const before = await claim()
  await shows(before, '大约还要 2 分钟')
  before.remove()
  queue('t1', 30, 60)
  const wallet = await mountElement('tally-wallet')
  await shows(wallet, '正在排队', '第 30 位', '大约还要 1 分钟')
  const [first, second] = claims()
  expect([second?.ticket, second?.key]).toEqual(['t1', first?.key])
})

test('a reload that the service does not answer keeps the place for the next try', async () => {
  queue('t1', 42, 90)
  const before = await claim()
  await shows(before, '正在排队')
  before.remove()
  service.isDown = true
  const wallet = await mountElement('tally-wallet')
  await shows(wallet, '再试一次')
  expect(sessionStorage.getItem('tally-turn')).toContain('t1')
  service.isDown = false
  queue('t1', 30, 60)
  await userEvent.click(buttonOf(wallet, '再试一次'))
  await shows(wallet, '正在排队', '第 30 位')
})

test('a reload without a position says so, for the offers that need one', async () => {
  queue('t1', 42, 90)
  const before = await claim()
  await shows(before, '正在排队')
  before.remove()
  const kept = JSON.parse(sessionStorage.getItem('tally-turn') ?? '')
  sessionStorage.setItem('tally-turn', JSON.stringify({ ...kept, isLocated: true }))
  const denied = vi.spyOn(navigator.geolocation, 'getCurrentPosition').mockImplementation((_, fail) => {
    fail?.({
      code: 1,
      message: '',
      PERMISSION_DENIED: 1,
      POSITION_UNAVAILABLE: 2,
      TIMEOUT: 3,
    } as GeolocationPositionError)
  })
  const wallet = await mountElement('tally-wallet')
  await shows(wallet, '定位')
  expect(claims()).toHaveLength(1)
  denied.mockRestore()
})

test('THR-X6 keeps of the place only what serves nobody else', async () => {
  queue('t1', 42, 90)
  await shows(await claim(), '正在排队')
  const kept = JSON.parse(sessionStorage.getItem('tally-turn') ?? '')
  expect(Object.keys(kept).sort()).toEqual(['batchId', 'isLocated', 'key', 'ticket'])
  expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain('session-of-wang')
})

test('THR-C9 another person in the same tab does not get the place, and nothing is claimed for them', async () => {
  queue('t1', 42, 90)
  const before = await claim()
  await shows(before, '正在排队')
  before.remove()
  service.refusals.set('POST vouchers', {
    status: 403,
    code: 'queue_ticket_invalid',
    detail: '这张排队凭证不是发给您的',
  })
  const wallet = await mountElement('tally-wallet')
  await vi.waitFor(() => expect({ ...sessionStorage }).toEqual({}))
  await shows(wallet, '可以领取')
  expect(textOf(wallet)).not.toContain('排队')
  expect(service.vouchers).toEqual([])
})

test('leaving the queue, signing out and the next person’s reset forget the place', async () => {
  const ends = [
    async (wallet: HTMLElementTagNameMap['tally-wallet']) => userEvent.click(buttonOf(wallet, '不排了')),
    async (wallet: HTMLElementTagNameMap['tally-wallet']) => wallet.destroy(),
    async (wallet: HTMLElementTagNameMap['tally-wallet']) => wallet.reset(),
  ]
  for (const end of ends) {
    queue('t1', 42, 90)
    const wallet = await claim()
    await shows(wallet, '正在排队')
    await end(wallet)
    expect({ ...sessionStorage }).toEqual({})
    wallet.remove()
  }
})

test('without storage the place is kept as long as the page is', async () => {
  const blocked = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError')
  })
  queue('t1', 42, 1)
  await shows(await claim(), '领取成功')
  expect(claims().map(({ ticket }) => ticket)).toEqual([undefined, 't1'])
  blocked.mockRestore()
})

test('speaks the place once, not each second; what moves is a figure, and axe finds nothing', async () => {
  const spoken: string[] = []
  queue('t1', 500, 30)
  const wallet = await claim({ mode: 'elder' })
  await shows(wallet, '正在排队')
  const region = wallet.shadowRoot?.querySelector('[role="status"]') as HTMLElement
  const watcher = new MutationObserver(() => spoken.push(region.textContent))
  watcher.observe(region, { childList: true, characterData: true, subtree: true })
  expect(region.getAttribute('aria-live')).toBe('polite')
  const figure = wallet.shadowRoot?.querySelector('.figure') as HTMLElement
  await vi.waitFor(() => expect(figure.textContent).not.toBe('第 500 位'), { timeout: 4000 })
  await vi.waitFor(() => expect(region.textContent).toBe('您排在第 500 位，不到一分钟就到您了。'))
  expect(spoken.length).toBeLessThanOrEqual(1)
  const figures = wallet.shadowRoot?.querySelector('.outcome') as HTMLElement
  expect(figures.closest('[aria-live="off"]')).not.toBeNull()
  expect(wallet.shadowRoot?.getAnimations()).toEqual([])
  expect((await axe.run(wallet)).violations).toEqual([])
})
