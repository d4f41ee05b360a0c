import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from './browser.ts'
import { samplePage } from './embed/sample-page.ts'
import { type SampleServer, serveSamples } from './embed/serve-samples.ts'

let browser: Browser
let server: SampleServer | undefined
const complaints: string[] = []

beforeAll(async () => {
  const { executablePath, env, args } = await findChromium()
  browser = await chromium.launch({ executablePath, env, args })
})
afterAll(() => browser?.close())
afterEach(async () => {
  await server?.close()
  server = undefined
})

const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"

/** A page of the document, in a browser, under the headers that the document lists. */
async function open(name: string, policy = POLICY): Promise<Page> {
  server = await serveSamples({ page: await samplePage(name), headers: { 'content-security-policy': policy } })
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  complaints.length = 0
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(server.url)
  return page
}

describe('the samples of docs/embed.md', { timeout: 60_000 }, () => {
  test('without a server: a voucher is claimed and its code shown, and no call leaves the page', async () => {
    const page = await open('mock', `${POLICY}; worker-src 'self'`)
    await page.getByText('测试').first().waitFor()
    await page.getByRole('button', { name: /^领取/ }).first().click()
    await page.getByRole('button', { name: '出示给店员' }).first().click()
    await page.getByRole('img', { name: '二维码' }).waitFor()
    expect(server?.asked.filter((path) => path.startsWith('/tally') || path.startsWith('/my'))).toEqual([])
    await page.locator('tally-wallet').evaluate((wallet) => wallet.removeAttribute('test'))
    await page.getByText('测试').first().waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })
})
