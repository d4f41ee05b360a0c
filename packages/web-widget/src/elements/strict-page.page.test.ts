// The one-file scripts in a page as strict as pages get: nothing allowed but scripts and calls to its own origin, no
// style elements or attributes, Trusted Types without a single policy. What the browser objects to, it reports.
import jsQR from 'jsqr'
import type { Browser, Page } from 'playwright'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { type LocalServer, serveLocally } from '../../../../tools/serve-locally.ts'
import { allFiles, oneFileNames } from '../../build/one-file.ts'
import { answerOverHttp } from './testing/answer-over-http.ts'
import { createFakeService, fakeCard, fakeCodes, fakeOffer, fakeVoucher } from './testing/fake-service.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const boot = `
globalThis.violations = []
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI))
document.querySelector('[api-base]').getSession = () => 'session-of-wang'`

let service = createFakeService()
let server: LocalServer
let browser: Browser
const scripts = new Map<string, string>()
const complaints: string[] = []

beforeAll(async () => {
  for (const [file, text] of await allFiles()) scripts.set(`/${file}`, text)
  scripts.set('/boot.js', boot)
  server = await serveLocally((request, response) => {
    const path = request.url ?? '/'
    const source = scripts.get(path)
    if (source !== undefined)
      return response
        .setHeader('content-type', path.endsWith('json') ? 'application/json' : 'text/javascript')
        .end(source)
    if (!path.startsWith('/tally/')) {
      const element = path.slice(1)
      response.setHeader('content-type', 'text/html; charset=utf-8').setHeader('content-security-policy', POLICY)
      return response.end(
        `<!doctype html><html lang="zh-CN"><title>${element}</title><meta name="viewport" content="width=device-width">` +
          `<${element} api-base="/tally"></${element}><script src="/${element}.iife.js"></script><script src="/boot.js"></script>`,
      )
    }
    return answerOverHttp(service, request, response)
  })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

beforeEach(() => {
  service = createFakeService()
  service.vouchers = [fakeVoucher(Date.now())]
  service.offers = [fakeOffer(Date.now())]
  service.cards = [fakeCard(Date.now())]
  complaints.length = 0
})

async function open(element: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, ...options })
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${server.url}/${element}`)
  return page
}

async function expectNoComplaint(page: Page): Promise<void> {
  expect(await page.evaluate('violations')).toEqual([])
  expect(complaints).toEqual([])
}

describe('THR-X4 under a strict Content-Security-Policy with Trusted Types', () => {
  test('the wallet is styled, claims and shows its code, and the browser objects to nothing', async () => {
    const page = await open('tally-wallet')
    await page.getByRole('button', { name: '领取零售消费券' }).click()
    await page.getByRole('heading', { name: '领取成功' }).waitFor()
    await page.getByRole('button', { name: '出示给店员' }).click()
    await page.getByRole('img', { name: '二维码' }).waitFor()
    const background = await page.locator('.qr-tile').evaluate((tile) => getComputedStyle(tile).backgroundColor)
    expect(background).toBe('rgb(255, 255, 255)')
    await expectNoComplaint(page)
    await page.close()
  })

  test('the scanner redeems, and the browser objects to nothing', async () => {
    const page = await open('tally-scanner')
    await page.getByRole('textbox').fill('0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R')
    await page.getByRole('button', { name: '下一步' }).click()
    for (const key of ['1', '2', '8']) await page.getByRole('button', { name: key, exact: true }).click()
    await page.getByRole('button', { name: '核销' }).click()
    await page.getByText('¥108.00').waitFor()
    await expectNoComplaint(page)
    await page.close()
  })

  test('the scripts hold no eval and no stand-in for it; the wallet’s alone keep a turn in the queue in their tab', () => {
    for (const name of oneFileNames) {
      const source = scripts.get(`/${name}.iife.js`) ?? ''
      expect(source.length).toBeGreaterThan(5_000)
      expect(source).not.toMatch(/\beval\(|new Function\(|document\.write|localStorage|document\.cookie|console\./)
      expect(source.includes('sessionStorage')).toBe(name.startsWith('tally-wallet'))
    }
  })
})

describe('the code on the screen', () => {
  for (const [scheme, width] of [
    ['light', 320],
    ['light', 390],
    ['dark', 390],
    ['dark', 1280],
  ] as const) {
    test(`is read from a screenshot, ${scheme}, ${width} pixels wide`, async () => {
      const page = await open('tally-wallet', { viewport: { width, height: 900 }, colorScheme: scheme })
      await page.getByRole('button', { name: '出示给店员' }).first().click()
      await page.getByRole('img', { name: '二维码' }).waitFor()
      const shownAt = Date.now()
      const png = PNG.sync.read(await page.screenshot())
      const read = jsQR(new Uint8ClampedArray(png.data), png.width, png.height)?.data
      const possible = [shownAt - 1000, Date.now()].map((now) => fakeCodes(now)[0]?.text)
      expect(possible).toContain(read)
      const box = await page.locator('svg.qr').boundingBox()
      expect(box?.width).toBeGreaterThanOrEqual(240)
      await page.close()
    })
  }
})

test('nothing scrolls sideways at 320 pixels, in any of the first screens', async () => {
  for (const element of ['tally-wallet', 'tally-scanner']) {
    const page = await open(element, { viewport: { width: 320, height: 640 } })
    await page.locator('h1').first().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    await page.close()
  }
})
