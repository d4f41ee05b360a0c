// A portal and the frame's origin on two ports, as strict as the embedding guide has them, in a real browser.
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { type LocalServer, serveLocally } from '../../../../tools/serve-locally.ts'
import { allFiles } from '../../build/one-file.ts'
import { answerOverHttp } from '../elements/testing/answer-over-http.ts'
import { createFakeService, fakeOffer, fakeVoucher } from '../elements/testing/fake-service.ts'
import { framePage } from './frame-page.ts'

let service = createFakeService()
let browser: Browser
let files: ReadonlyMap<string, string>
/** The portal that the frame's page lists, one that it does not, and the frame's own origin. */
let portal: LocalServer
let stranger: LocalServer
let widget: LocalServer
/** What the portal's page puts into its element. */
let attributes = ''

const boot = `
globalThis.asked = []
globalThis.told = []
const wallet = document.querySelector('tally-wallet')
for (const name of ['ready', 'claimed', 'qr-rotated', 'error', 'session-expired'])
  wallet.addEventListener('tally-' + name, ({ detail }) => told.push([name, detail]))
wallet.configure({ getSession: (why) => { asked.push(why); return 'session-of-wang' } })`

/** A portal's page: it may run its own scripts and show the frame's origin, nothing else. */
function servePortal() {
  return serveLocally((request, response) => {
    const name = (request.url ?? '/').slice(1)
    if (files.has(name)) return response.setHeader('content-type', 'text/javascript').end(files.get(name))
    if (name === 'boot.js') return response.setHeader('content-type', 'text/javascript').end(boot)
    const policy = `default-src 'none'; script-src 'self'; frame-src ${widget.url}; base-uri 'none'`
    response.setHeader('content-type', 'text/html').setHeader('content-security-policy', policy)
    return response.end(
      `<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><title>portal</title>` +
        `<tally-wallet isolation="frame" ${attributes}></tally-wallet>` +
        '<script src="/tally-wallet.iife.js"></script><script src="/boot.js"></script>',
    )
  })
}

beforeAll(async () => {
  files = await allFiles()
  widget = await serveLocally((request, response) => {
    const path = request.url ?? '/'
    if (path.startsWith('/tally/')) return answerOverHttp(service, request, response)
    const file = files.get(path.slice('/assets/'.length))
    if (file !== undefined) return response.setHeader('content-type', 'text/javascript').end(file)
    const { headers, body } = framePage({ hosts: [portal.url] })
    // As a server would send it that forgot the header: what is left then is the list in the page.
    const { 'content-security-policy': _, ...headerless } = headers
    return response.writeHead(200, path === '/headerless' ? headerless : headers).end(body)
  })
  portal = await servePortal()
  stranger = await servePortal()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await Promise.all([portal, stranger, widget].map((server) => server.close()))
})
beforeEach(() => {
  service = createFakeService()
  service.vouchers = [fakeVoucher(Date.now())]
  service.offers = [fakeOffer(Date.now())]
  attributes = `frame-url="${widget.url}/frame"`
})

async function open(host: LocalServer): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await page.goto(host.url)
  return page
}
const inFrame = (page: Page) => page.frameLocator('iframe')
/** A sentence, its code, a next step, and the page hears of it. */
async function saysWhy(page: Page): Promise<void> {
  await page.getByText('isolation_unavailable').waitFor({ timeout: 15_000 })
  await page.getByText('页面还没有接好，请联系客服。').waitFor()
  await page.getByRole('button', { name: '再试一次' }).waitFor()
  expect(await page.evaluate('told')).toContainEqual(['error', { code: 'isolation_unavailable', retryable: false }])
}
const reads = () => service.calls.filter(({ path }) => path.includes('/v1/'))

describe('an element in a frame', () => {
  test('draws there, gets its session through the channel, claims, tells its events, and is as tall as its content', async () => {
    const page = await open(portal)
    await inFrame(page).getByRole('button', { name: '领取零售消费券' }).click()
    await inFrame(page).getByRole('heading', { name: '领取成功' }).waitFor()
    await inFrame(page).getByRole('button', { name: '出示给店员' }).click()
    await inFrame(page).getByRole('img', { name: '二维码' }).waitFor()
    expect(reads().every(({ session }) => session === 'session-of-wang')).toBe(true)
    expect(await page.evaluate('asked')).toEqual(['first'])
    const told = (await page.evaluate('told')) as [string, object][]
    expect(told.map(([name]) => name)).toEqual(['ready', 'claimed', 'qr-rotated'])
    expect(await page.evaluate('wallet.getState()')).toBe('showing')
    await expect.poll(() => page.evaluate('document.documentElement.scrollHeight > 500')).toBe(true)
    const [outer, inner] = await Promise.all([
      page.evaluate("document.querySelector('tally-wallet').shadowRoot.querySelector('iframe').offsetHeight"),
      inFrame(page)
        .locator('tally-wallet')
        .evaluate((element: HTMLElement) => element.offsetHeight),
    ])
    expect(outer).toBe(inner)
    await page.context().close()
  })

  test('asks the page again when the session is over, which hears of it first', async () => {
    const page = await open(portal)
    await inFrame(page).getByRole('button', { name: '领取零售消费券' }).waitFor()
    service.refusals.set('POST vouchers', { status: 401, code: 'session_expired', detail: '登录已过期' })
    await inFrame(page).getByRole('button', { name: '领取零售消费券' }).click()
    await inFrame(page).getByRole('heading', { name: '领取成功' }).waitFor()
    expect(await page.evaluate('asked')).toEqual(['first', 'expired'])
    expect(await page.evaluate("told.some(([name]) => name === 'session-expired')")).toBe(true)
    await page.context().close()
  })

  test('forgets everything with destroy(), and follows mode and accent of the page', async () => {
    attributes += ' mode="elder"'
    const page = await open(portal)
    await inFrame(page).locator('.root[data-mode="elder"]').waitFor()
    await page.evaluate("wallet.setAttribute('mode', 'standard')")
    await inFrame(page).locator('.root[data-mode="standard"]').waitFor()
    await page.evaluate("wallet.style.setProperty('--tally-color-primary', '#123456'); wallet.reset()")
    const accent = () =>
      inFrame(page)
        .locator('tally-wallet')
        .evaluate((element) => getComputedStyle(element).getPropertyValue('--tally-color-primary'))
    await expect.poll(accent).toBe('#123456')
    await page.evaluate('wallet.destroy()')
    expect(await page.locator('iframe').count()).toBe(0)
    await page.context().close()
  })

  test.each([
    ['no address', () => ''],
    ['the page’s own origin', () => `frame-url="${portal.url}/frame"`],
    ['no origin', () => 'frame-url="javascript:alert(1)"'],
  ])('never gives less than was asked for: %s', async (_, given) => {
    attributes = given()
    const page = await open(portal)
    await saysWhy(page)
    expect(await page.evaluate('asked')).toEqual([])
    expect(reads()).toEqual([])
    await page.context().close()
  })
})

describe('THR-X1 forged messages', () => {
  test('a page that is not listed gets no frame to talk, even where the header is missing', async () => {
    attributes = `frame-url="${widget.url}/headerless"`
    const page = await open(stranger)
    await inFrame(page).locator('body').waitFor({ state: 'attached' })
    await page.waitForTimeout(1000)
    expect(await inFrame(page).locator('tally-wallet').count()).toBe(0)
    expect(await page.evaluate('asked')).toEqual([])
    expect(reads()).toEqual([])
    await page.context().close()
  })

  test('another window, or a second channel, says nothing to the frame; nobody’s window says anything to the page', async () => {
    const page = await open(portal)
    await inFrame(page).getByRole('button', { name: '领取零售消费券' }).waitFor()
    const before = reads().length
    await page.evaluate(`(() => {
      const frame = document.querySelector('tally-wallet').shadowRoot.querySelector('iframe').contentWindow
      const { port1, port2 } = new MessageChannel()
      globalThis.heard = []
      port1.onmessage = ({ data }) => heard.push(data)
      frame.postMessage('tally-connect-1', '*', [port2])
      port1.postMessage({ kind: 'begin', attributes: { view: 'help' }, properties: {} })
      frame.postMessage({ kind: 'session', id: 1, session: 'session-of-evil' }, '*')
      window.postMessage({ kind: 'event', name: 'tally-redeemed', detail: { orderId: 'forged' } }, '*')
      window.postMessage({ kind: 'state', state: 'used' }, '*')
    })()`)
    await page.waitForTimeout(500)
    expect(await page.evaluate('heard')).toEqual([])
    expect(await page.evaluate("told.filter(([name]) => name === 'redeemed')")).toEqual([])
    expect(await page.evaluate('wallet.getState()')).toBe('ready')
    expect(reads()).toHaveLength(before)
    await page.context().close()
  })
})

test('THR-X2 a script of the page reads neither the frame’s document nor its code, nor what it stores', async () => {
  const page = await open(portal)
  await inFrame(page).getByRole('button', { name: '出示给店员' }).first().click()
  await inFrame(page).getByRole('img', { name: '二维码' }).waitFor()
  const found = (await page.evaluate(`(() => {
    const frame = document.querySelector('tally-wallet').shadowRoot.querySelector('iframe')
    const tryTo = (read) => { try { return String(read()) } catch (error) { return error.name } }
    return {
      document: String(frame.contentDocument),
      body: tryTo(() => frame.contentWindow.document.body.innerHTML),
      element: tryTo(() => frame.contentWindow.customElements),
      storage: tryTo(() => frame.contentWindow.sessionStorage),
      shown: document.querySelector('tally-wallet').shadowRoot.innerHTML,
      own: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]),
    }
  })()`)) as Record<string, string>
  expect(found).toMatchObject({
    document: 'null',
    body: 'SecurityError',
    element: 'SecurityError',
    storage: 'SecurityError',
  })
  expect(found.shown).not.toMatch(/<svg|餐饮消费券|出示/)
  expect(found.own).not.toContain('session-of-wang')
  await page.context().close()
})

test('THR-X3 a page that is not listed cannot frame it: it says so, and its buttons are not there to be clicked', async () => {
  const page = await open(stranger)
  await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/')
  await saysWhy(page)
  expect(await page.locator('iframe').count()).toBe(0)
  expect(await page.evaluate('asked')).toEqual([])
  expect(reads()).toEqual([])
  await page.context().close()
})
