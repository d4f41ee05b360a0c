import jsQR from 'jsqr'
import type { Browser, BrowserContext, Page } from 'playwright'
import { PNG } from 'pngjs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { Portal } from './testing/portal.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

let portal: Portal
let phone: BrowserContext
let counter: BrowserContext
const said: string[] = []
beforeEach(async () => {
  portal = await new Portal().open()
  const inTown = { latitude: 28.431, longitude: 104.521, accuracy: 25 }
  phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    geolocation: inTown,
    permissions: ['geolocation'],
  })
  counter = await browser.newContext({ viewport: { width: 390, height: 844 } })
  said.length = 0
  for (const context of [phone, counter]) {
    // The browser itself notes every refusal's status; the widget and the page must say nothing.
    context.on('console', (message) => {
      if (!message.text().startsWith('Failed to load resource')) said.push(message.text())
    })
    context.on('weberror', (error) => said.push(String(error.error())))
  }
})
afterEach(async () => {
  await Promise.all([phone.close(), counter.close()])
  await portal.close()
})

async function openPage(context: BrowserContext, element: string, user: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${portal.url}/${element}/${user}`)
  return page
}

/** What an independent decoder reads in a picture of the whole screen, as a till's camera would see it. */
async function scan(page: Page): Promise<string> {
  const picture = PNG.sync.read(await page.screenshot())
  const found = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height)
  if (!found) throw new Error('No QR code can be read in the screenshot.')
  return found.data
}

async function claim(): Promise<Page> {
  const wallet = await openPage(phone, 'tally-wallet', 'wang')
  await wallet.getByRole('button', { name: /领取/ }).first().click()
  const allow = wallet.getByRole('button', { name: '允许定位' })
  await allow.click()
  await wallet.getByRole('button', { name: '出示给店员' }).first().waitFor()
  return wallet
}

async function showCode(wallet: Page): Promise<string> {
  await wallet.getByRole('button', { name: '出示给店员' }).first().click()
  await wallet.getByText(/秒后自动更新/).waitFor()
  return scan(wallet)
}

/** The clerk enters the code as a scanner gun would leave it in the field, then the amount. */
async function sell(till: Page, code: string, amount: string): Promise<void> {
  await till.getByRole('textbox').fill(code)
  await till.getByRole('button', { name: '下一步' }).click()
  for (const key of amount) await till.getByRole('button', { name: key, exact: true }).click()
  await till.getByRole('button', { name: '核销', exact: true }).click()
}

describe('a citizen’s page and a shop’s page on the real server', () => {
  test('claim inside the county, show the code, redeem it once: the screen says what the customer pays', async () => {
    const wallet = await claim()
    const code = await showCode(wallet)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{30}$/)
    const till = await openPage(counter, 'tally-scanner', 'noodles')
    await sell(till, code, '128')
    await till
      .getByText(/108\.00/)
      .first()
      .waitFor()
    // The citizen's page turns into the receipt by itself.
    await wallet.getByRole('heading', { name: '使用成功' }).waitFor({ timeout: 15_000 })

    await till.getByRole('button', { name: '下一位' }).click()
    await sell(till, code, '128')
    await till.getByText(/已于.*使用/).waitFor()
    expect(said).toEqual([])
  })

  test('THR-T8 a code two steps old is refused with its own sentence', async () => {
    const code = await showCode(await claim())
    portal.advance(75)
    const till = await openPage(counter, 'tally-scanner', 'noodles')
    await sell(till, code, '128')
    await till.getByText('券码已更新，请让顾客出示新的券码。').waitFor()
  })

  test('a shop outside the voucher’s industries is refused, and so is an order below the threshold', async () => {
    const code = await showCode(await claim())
    const phones = await openPage(counter, 'tally-scanner', 'phones')
    await sell(phones, code, '128')
    await phones.getByText(/不参加本券活动/).waitFor()
    const till = await openPage(counter, 'tally-scanner', 'noodles')
    await sell(till, code, '99')
    await till.getByText(/满.*100.*可用，还差.*1/).waitFor()
  })

  test('a phone outside the county is told where to go, and served as soon as it is there', async () => {
    await phone.setGeolocation({ latitude: 30.66, longitude: 104.06, accuracy: 25 })
    const wallet = await openPage(phone, 'tally-wallet', 'wang')
    await wallet.getByRole('button', { name: /领取/ }).first().click()
    await wallet.getByRole('button', { name: '允许定位' }).click()
    await wallet.getByText('请到县城范围内领取').waitFor()
    await wallet.getByRole('link', { name: /0831-0000000/ }).waitFor()
    await phone.setGeolocation({ latitude: 28.431, longitude: 104.521, accuracy: 25 })
    await wallet.getByRole('button', { name: '重新定位' }).click()
    await wallet.getByRole('button', { name: '出示给店员' }).first().waitFor()
  })
})
