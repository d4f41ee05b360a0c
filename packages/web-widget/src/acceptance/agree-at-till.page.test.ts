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
let wallet: Page
let till: Page
const said: string[] = []

async function openPage(context: BrowserContext, element: string, user: string): Promise<Page> {
  const page = await context.newPage()
  page.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) said.push(message.text())
  })
  page.on('pageerror', (error) => said.push(String(error)))
  await page.goto(`${portal.url}/${element}/${user}`)
  return page
}

beforeEach(async () => {
  // From ten yuan of the sponsor's money on, the holder agrees on their own phone.
  portal = await new Portal().open({ safeguards: { confirmFromMinor: 1000 } })
  const inTown = { latitude: 28.431, longitude: 104.521, accuracy: 25 }
  const viewport = { width: 390, height: 844 }
  phone = await browser.newContext({ viewport, geolocation: inTown, permissions: ['geolocation'] })
  counter = await browser.newContext({ viewport })
  said.length = 0
  wallet = await openPage(phone, 'tally-wallet', 'wang')
  await wallet.getByRole('button', { name: /^领取/ }).first().click()
  await wallet.getByRole('button', { name: '允许定位' }).click()
  await wallet.getByRole('heading', { name: '领取成功' }).waitFor()
  till = await openPage(counter, 'tally-scanner', 'noodles')
})
afterEach(async () => {
  await Promise.all([phone.close(), counter.close()])
  await portal.close()
})

function scan(picture: Buffer): string {
  const { data, width, height } = PNG.sync.read(picture)
  const found = jsQR(new Uint8ClampedArray(data), width, height)
  if (!found) throw new Error('No QR code can be read in the screenshot.')
  return found.data
}

async function typeAmount(amount: string, button: string): Promise<void> {
  for (const key of amount) await till.getByRole('button', { name: key, exact: true }).click()
  await till.getByRole('button', { name: button, exact: true }).click()
}

/** The customer's code at the till, where the programme wants their word first. */
async function presentCode(): Promise<void> {
  await wallet.getByRole('button', { name: '出示给店员' }).first().click()
  await wallet.getByText(/秒后自动更新/).waitFor()
  await till.getByRole('textbox').fill(scan(await wallet.screenshot()))
  await till.getByRole('button', { name: '下一步' }).click()
  await typeAmount('128', '核销')
  await till.getByRole('heading', { name: '等顾客同意' }).waitFor()
  await wallet.getByRole('heading', { name: '请核对后再同意' }).waitFor({ timeout: 15_000 })
  await wallet.getByText('老街面馆').waitFor()
  await wallet.getByText('128.00').waitFor()
}

/** The till's code on the customer's phone. */
async function presentChallenge(shop = '老街面馆'): Promise<void> {
  await wallet.getByRole('button', { name: '完成' }).click()
  await till.getByRole('button', { name: '请顾客扫码' }).click()
  await typeAmount('128', '出示给顾客')
  await till.getByText(/还剩 \d+ 秒/).waitFor()
  const code = scan(await till.screenshot())
  expect(code).toMatch(/^[0-9A-Z]{37}$/)
  await enter(code)
  await wallet.getByText(shop).waitFor()
  await wallet.getByText('128.00').waitFor()
}

async function enter(text: string): Promise<void> {
  await wallet.getByRole('button', { name: '扫店里的码' }).click()
  await wallet.getByRole('textbox').fill(text)
  await wallet.getByRole('button', { name: '下一步' }).click()
}

async function collect(): Promise<void> {
  await till.getByRole('heading', { name: '顾客已同意' }).waitFor()
  await till.getByText('108.00').waitFor()
  await till.getByRole('button', { name: '已收款，完成核销' }).click()
  await till.getByRole('heading', { name: '核销成功' }).waitFor()
  await wallet.getByRole('heading', { name: '使用成功' }).waitFor({ timeout: 15_000 })
  expect(said).toEqual([])
}

describe('a sale that the customer agrees to', () => {
  test('THR-T8 a scanned code is held until its holder has seen shop and amount and agreed', async () => {
    await presentCode()
    await wallet.getByRole('button', { name: '同意', exact: true }).click()
    await wallet.getByRole('heading', { name: /^已同意/ }).waitFor()
    await collect()
  })

  test('declined, the voucher is free again and the till is told', async () => {
    await presentCode()
    await wallet.getByRole('button', { name: '不同意' }).click()
    await wallet.getByText('券没有用掉，还可以再用。').waitFor()
    await till.getByRole('heading', { name: '顾客没有同意' }).waitFor()
    await wallet.getByRole('button', { name: '完成' }).click()
    await wallet.getByRole('button', { name: '出示给店员' }).first().waitFor()
  })

  test('cancelled at the till, the voucher is free again at once', async () => {
    await presentCode()
    await till.getByRole('button', { name: '取消' }).click()
    await till.getByText('可以扫码了').waitFor()
    await wallet.getByText('券没有用掉，还可以再用。').waitFor()
  })

  test('THR-T12 the till’s code, scanned, shows shop and amount; agreed to, the till captures it', async () => {
    await presentChallenge()
    await wallet.getByRole('button', { name: /^同意，用餐饮消费券/ }).click()
    await wallet.getByRole('heading', { name: /^已同意/ }).waitFor()
    await collect()
  })

  test('a partner’s till may show the signed challenge itself', async () => {
    await wallet.getByRole('button', { name: '完成' }).click()
    const answered = till.waitForResponse('**/v1/challenges')
    await till.getByRole('button', { name: '请顾客扫码' }).click()
    await typeAmount('128', '出示给顾客')
    const { challenge } = await (await answered).json()
    expect(challenge.split('.')).toHaveLength(3)
    await enter(challenge)
    await wallet.getByText('老街面馆').waitFor()
    await wallet.getByRole('button', { name: /^同意，用餐饮消费券/ }).click()
    await collect()
  })

  test('a code that no till shows, a slip, and what is none at all are told apart', async () => {
    await wallet.getByRole('button', { name: '完成' }).click()
    await enter('0'.repeat(37))
    await wallet.getByText('challenge_unknown').waitFor()
    await wallet.getByRole('button', { name: '再试一次' }).click()
    const tries = [
      [`${'0'.repeat(36)}1`, 'challenge_mistyped'],
      ['0'.repeat(30), '这不是门店的码，请重新扫。'],
    ] as const
    for (const [text, said] of tries) {
      await wallet.getByRole('textbox').fill(text)
      await wallet.getByRole('button', { name: '下一步' }).click()
      await wallet.getByText(said).waitFor()
      const again = wallet.getByRole('button', { name: '再试一次' })
      if (await again.isVisible()) await again.click()
    }
  })

  test('a till’s code is good for a minute, and what somebody forged is refused', async () => {
    await presentChallenge()
    portal.advance(75)
    await wallet.getByRole('button', { name: /^同意，用/ }).click()
    await wallet.getByText('challenge_refused').waitFor()
    await wallet.getByRole('button', { name: '再试一次' }).click()
    const head = btoa('{"alg":"ES256","typ":"tally-terminal+jwt"}')
    const exp = Math.floor(Date.now() / 1000) + 600
    const body = btoa(`{"mer":"noodles","nam":"x","amt":12800,"cur":"CNY","exp":${exp}}`)
    await wallet.getByRole('textbox').fill(`${head}.${body}.AAAA`.replaceAll('=', ''))
    await wallet.getByRole('button', { name: '下一步' }).click()
    await wallet.getByRole('button', { name: /^同意，用/ }).click()
    await wallet.getByText('challenge_refused').waitFor()
  })

  test('a "no" to agreeing says why, in the server’s sentence', async () => {
    till = await openPage(counter, 'tally-scanner', 'phones')
    await presentChallenge('手机店')
    await wallet.getByRole('button', { name: /^同意，用/ }).click()
    await wallet.getByText(/不参加本券活动/).waitFor()
  })

  test('the reply to “agree” is lost: the page says that it checks, and finds out', async () => {
    await presentChallenge()
    let lost = 0
    await phone.route('**/challenge-answers', async (route) => {
      const response = await route.fetch()
      expect(response.status()).toBe(200)
      if (++lost === 1) await route.abort()
      else await route.fulfill({ response })
    })
    await wallet.getByRole('button', { name: /^同意，用/ }).click()
    await wallet.getByText('正在确认结果，请勿重复操作').waitFor()
    await wallet.getByRole('heading', { name: /^已同意/ }).waitFor()
    expect(lost).toBe(2)
    await collect()
  })
})
