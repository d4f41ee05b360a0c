import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { Portal } from './testing/portal.ts'

const rush = {
  name: 'rush',
  at: 'claim',
  when: { fact: 'claim.secondsAfterOpen', operator: 'greaterThanInclusive', value: 0 },
  do: 'challenge',
  by: 'work',
  rounds: 3000,
}

declare global {
  interface Window {
    /** Turns of the page's own timer when a claim was sent: one entry a claim. */
    turnsAtClaim: number[]
  }
}

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

let portal: Portal
beforeEach(async () => {
  portal = await new Portal().open({}, { risk: [rush] })
})
afterEach(() => portal.close())

test('THR-C4 the wallet does the work a policy asks for, and its page goes on meanwhile', async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    geolocation: { latitude: 28.431, longitude: 104.521, accuracy: 25 },
    permissions: ['geolocation'],
  })
  const page = await context.newPage()
  await page.addInitScript(() => {
    let turns = 0
    setInterval(() => {
      turns += 1
    }, 0)
    window.turnsAtClaim = []
    const send = window.fetch
    window.fetch = (input, init) => {
      if (String(input).endsWith('/v1/vouchers') && init?.method === 'POST') window.turnsAtClaim.push(turns)
      return send(input, init)
    }
  })
  await page.goto(`${portal.url}/tally-wallet/wang`)
  await page.getByRole('button', { name: /^领取/ }).first().click()
  await page.getByRole('button', { name: '允许定位' }).click()
  await page.getByRole('heading', { name: '领取成功' }).waitFor()
  const [asked = 0, answered = 0, ...more] = await page.evaluate(() => window.turnsAtClaim)
  expect(more).toEqual([])
  expect(answered - asked).toBeGreaterThan(5)
  await context.close()
})
