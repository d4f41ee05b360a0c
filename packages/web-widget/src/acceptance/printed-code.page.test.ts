// A shop without a till: its printed code on the customer's phone, on the real engine, SQLite and HTTP.
import { unwrap } from '@tallystick/core'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { Portal, tenant } from './testing/portal.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

let portal: Portal
let wallet: Page
beforeEach(async () => {
  portal = await new Portal().open({ safeguards: { printedCode: { perVoucherMinor: 2000, perDayMinor: 2000 } } })
  const geolocation = { latitude: 28.431, longitude: 104.521, accuracy: 25 }
  const viewport = { width: 390, height: 844 }
  const phone = await browser.newContext({ viewport, geolocation, permissions: ['geolocation'] })
  wallet = await phone.newPage()
  await wallet.goto(`${portal.url}/tally-wallet/wang`)
  await wallet.getByRole('button', { name: /^领取/ }).first().click()
  await wallet.getByRole('button', { name: '允许定位' }).click()
  await wallet.getByRole('heading', { name: '领取成功' }).waitFor()
  await wallet.getByRole('button', { name: '完成' }).click()
})
afterEach(async () => {
  await wallet.context().close()
  await portal.close()
})

const sponsor = () => portal.tally.as({ role: 'operator', tenant, id: 'li' })
const print = async (merchantId: string) =>
  unwrap(await sponsor().shopCode.print({ merchantId, reason: 'no terminal in the village' })).text
const heardAt = async (merchantId: string) =>
  unwrap(await portal.tally.as({ role: 'merchant', tenant, merchantId }).shopCode.payments({})).payments

async function watchAt(merchantId: string): Promise<Page> {
  const counter = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await counter.goto(`${portal.url}/tally-scanner/${merchantId}`)
  await counter.getByRole('button', { name: '张贴码收款' }).click()
  await counter.getByText('还没有收款').waitFor()
  return counter
}

async function scan(text: string): Promise<void> {
  await wallet.getByRole('button', { name: '扫店里的码' }).click()
  await wallet.getByRole('textbox').fill(text)
  await wallet.getByRole('button', { name: '下一步' }).click()
}

test('THR-R11 the phone names the shop first, and the shop hears the number that the phone shows, once', async () => {
  await scan(await print('noodles'))
  await wallet.getByText('老街面馆').waitFor()
  expect(await heardAt('noodles')).toEqual([])
  const counter = await watchAt('noodles')
  await wallet.getByRole('textbox').fill('128')
  await wallet.getByRole('button', { name: '下一步' }).click()
  let tries = 0
  await wallet.route('**/shop-code-payments', async (route) => {
    // The payment is made, and its first reply is lost.
    tries++
    const response = await route.fetch()
    if (tries === 1) await route.abort('connectionreset')
    else await route.fulfill({ response })
  })
  await wallet.getByRole('button', { name: /^使用餐饮消费券/ }).click()
  await wallet.getByRole('heading', { name: '券已使用' }).waitFor({ timeout: 15_000 })
  expect(tries).toBe(2)
  const [payment, ...more] = await heardAt('noodles')
  expect(more).toEqual([])
  const digits = [...(payment?.number ?? '')].join(' ')
  await wallet.getByText(digits, { exact: true }).waitFor()
  expect(payment?.spoken['zh-CN']).toContain(digits)
  await wallet.getByText('¥108.00').waitFor()
  // By itself, on the counter's screen that was open all the time.
  await counter.getByText(payment?.number ?? '', { exact: true }).waitFor()
  await counter.getByText('应收 ¥108.00').waitFor()
  expect(await counter.getByRole('listitem').count()).toBe(1)
  await counter.context().close()
})

test('THR-R11 a sticker of another shop shows that shop’s name, and this one hears nothing', async () => {
  await scan(await print('phones'))
  await wallet.getByText('手机店').waitFor()
  await wallet.getByRole('textbox').fill('128')
  await wallet.getByRole('button', { name: '下一步' }).click()
  await wallet.getByRole('button', { name: /^使用餐饮消费券/ }).click()
  // The voucher is for restaurants.
  await wallet.getByText('merchant_out_of_scope').waitFor()
  expect([...(await heardAt('noodles')), ...(await heardAt('phones'))]).toEqual([])
})

test('THR-R11 waste paper is told before an amount can be entered', async () => {
  const old = await print('noodles')
  await print('noodles')
  await scan(old)
  await wallet.getByText('shop_code_replaced').waitFor()
  expect(await wallet.getByRole('textbox').count()).toBe(0)
})
