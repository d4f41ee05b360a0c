// Every QR code the elements draw, as screenshots of a real Chromium, read by two decoders. Then the same with less light, askew
// and out of focus.
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveSamples } from '../../../../tools/embed/serve-samples.ts'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { openMockService } from '../testing/mock-service.ts'
import {
  codesIn,
  decoders,
  disturbances,
  ENOUGH,
  type Photograph,
  photographOf,
  shareRead,
} from './testing/read-codes.ts'

/** Each world has keys of its own, so every world shows other codes. */
const WORLDS = 3

interface Shown extends Photograph {
  readonly by: 'wallet' | 'till'
}

const settings = [
  { width: 320, theme: 'light', mode: 'standard' },
  { width: 390, theme: 'light', mode: 'standard' },
  { width: 390, theme: 'dark', mode: 'standard' },
  { width: 390, theme: 'contrast', mode: 'elder' },
] as const
type Setting = (typeof settings)[number]

let browser: Browser
const shown: Shown[] = []

beforeAll(async () => {
  browser = await launchBrowser()
  for (let world = 0; world < WORLDS; world++) {
    for (const setting of settings) shown.push(...(await photograph(setting)))
  }
}, 300_000)
afterAll(() => browser?.close())

const pageOf = ({ theme, mode }: Setting, element: string, session: string) => ({
  html: `<${element} api-base="/tally" locale="zh-CN" theme="${theme}" mode="${mode}"></${element}><script src="/assets/${element}.iife.js"></script><script src="/page.js"></script>`,
  scripts: new Map([
    ['/page.js', `document.querySelector('${element}').configure({ getSession: () => '${session}' })`],
  ]),
})

/** A voucher's code, a card's and a till's, of a world of its own. */
async function photograph(setting: Setting): Promise<readonly Shown[]> {
  let codes: string[] = []
  const service = await openMockService('wallet', '/tally', undefined)
  const backend = async (request: Request) => {
    const answer = await service.answer(request)
    codes.push(...codesIn((await answer?.clone().json()) ?? {}))
    return answer
  }
  const open = async (element: string, session: string, act: (page: Page) => Promise<void>): Promise<Shown> => {
    codes = []
    const server = await serveSamples({ page: pageOf(setting, element, session), headers: {}, backend })
    const page = await browser.newPage({ viewport: { width: setting.width, height: 844 } })
    await page.goto(server.url)
    await act(page)
    await page.locator('svg.qr').scrollIntoViewIfNeeded()
    const photograph = photographOf(await page.screenshot(), codes)
    await page.close()
    await server.close()
    return { by: element === 'tally-wallet' ? 'wallet' : 'till', ...photograph }
  }
  const show = (at: number) => async (page: Page) => {
    if (setting.mode === 'elder')
      await page
        .getByRole('button', { name: /其他可用的|可用/ })
        .first()
        .click({ timeout: 2000 })
        .catch(() => {})
    await page.getByRole('button', { name: '出示给店员' }).nth(at).click()
    await page.getByRole('img', { name: '二维码' }).waitFor()
  }
  return [
    await open('tally-wallet', 'test_holder', show(0)),
    ...(setting.mode === 'elder' ? [] : [await open('tally-wallet', 'test_holder', show(1))]),
    await open('tally-scanner', 'test_shop', async (page) => {
      await page.getByRole('button', { name: '请顾客扫码' }).click()
      for (const key of ['1', '2', '8']) await page.getByRole('button', { name: key, exact: true }).click()
      await page.getByRole('button', { name: '出示给顾客' }).click()
      await page.getByRole('img', { name: /收银台的二维码/ }).waitFor()
    }),
  ]
}

describe('the codes on our screens', () => {
  test('are enough to count, and no two alike', () => {
    expect(shown.filter(({ by }) => by === 'wallet').length).toBeGreaterThan(20)
    expect(shown.filter(({ by }) => by === 'till').length).toBeGreaterThan(10)
    const texts = shown.flatMap((one) => one.texts)
    expect(texts.length).toBeGreaterThanOrEqual(shown.length)
    expect(new Set(texts).size).toBe(texts.length)
  })

  for (const [name, decode] of Object.entries(decoders)) {
    test(`are all read by ${name}`, () => expect(shareRead(shown, decode)).toBe(1))
  }

  for (const [what, disturb] of Object.entries(disturbances)) {
    test(`${what} are read by both, 95 of a hundred at least`, { timeout: 120_000 }, () => {
      const disturbed = shown.map((one) => ({ ...one, frame: disturb(one.frame) }))
      for (const by of ['wallet', 'till'] as const) {
        const photographs = disturbed.filter((one) => one.by === by)
        const shares = Object.entries(decoders).map(([name, decode]) => [name, shareRead(photographs, decode)] as const)
        for (const [name, share] of shares) expect(share, `${by}, ${name}`).toBeGreaterThanOrEqual(ENOUGH)
      }
    })
  }
})
