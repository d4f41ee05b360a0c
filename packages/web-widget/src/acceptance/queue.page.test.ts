import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { Portal, tenant } from './testing/portal.ts'

/** More than the service lets wait in its queue, and so many behind them that the newest turn is some seconds away. */
const WAITING = 4500
const BEHIND = 5000
const position = { latitude: 28.431, longitude: 104.521, accuracyMetres: 25, datum: 'wgs84' }

let browser: Browser
let portal: Portal
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  portal = await new Portal().open()
})
afterEach(() => portal.close())

/** Thousands at once: one neighbour who presses again and again, and others who each come once. */
function crowd(): Promise<unknown> {
  const claim = (owner: number, idempotencyKey: string) =>
    portal.tally.call(
      'voucher.claim',
      { batchId: portal.batchId, position },
      { role: 'holder', tenant, owner },
      { idempotencyKey },
    )
  const pressing = Array.from({ length: WAITING }, (_, n) => claim(5000, `again-${n}`))
  return Promise.all([...pressing, ...Array.from({ length: BEHIND }, (_, n) => claim(6000 + n, 'once'))])
}

async function openWallet(user: string, into?: Page) {
  const inTown = { latitude: 28.431, longitude: 104.521, accuracy: 25 }
  const page =
    into ?? (await (await browser.newContext({ geolocation: inTown, permissions: ['geolocation'] })).newPage())
  await page.goto(`${portal.url}/tally-wallet/${user}`)
  return page
}

async function claimInACrowd(page: Page) {
  await page.getByRole('button', { name: /领取/ }).first().click()
  const allow = page.getByRole('button', { name: '允许定位' })
  await allow.waitFor()
  const over = crowd()
  await allow.click()
  await page.getByRole('heading', { name: '正在排队' }).waitFor({ timeout: 30_000 })
  return over
}

test('a claim in the crowd shows its place, keeps it over a reload, and is done when it is its turn', async () => {
  const page = await openWallet('wang')
  const sent: (string | undefined)[][] = []
  page.on('request', (request) => {
    const { 'idempotency-key': key, 'tally-ticket': ticket } = request.headers()
    if (request.method() === 'POST' && request.url().endsWith('/vouchers')) sent.push([key, ticket])
  })
  const over = await claimInACrowd(page)
  await page.getByText(/^第 \d+ 位$/).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: '领取成功' }).waitFor({ timeout: 40_000 })
  expect(new Set(sent.map(([key]) => key)).size).toBe(1)
  expect(sent.length).toBeGreaterThanOrEqual(2)
  expect(sent[0]?.[1]).toBeUndefined()
  for (const [, ticket] of sent.slice(1)) expect(ticket).toMatch(/^[0-9a-z]+-[0-9a-f]{32}$/)
  expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({})
  await over
  await page.context().close()
})

test('THR-C9 the next person at the same screen gets neither the place nor a voucher', async () => {
  await portal.signIn('li', { role: 'holder', person: { idNumber: '511525199001020000' } })
  const page = await openWallet('wang')
  const over = await claimInACrowd(page)
  await openWallet('li', page)
  await page.getByText('可以领取').waitFor()
  await page.waitForFunction(() => sessionStorage.length === 0)
  await page.getByRole('button', { name: /领取/ }).first().waitFor()
  expect(await page.getByText('还没有可用的券或卡').count()).toBe(1)
  await over
  await page.context().close()
})
