// Every QR code the elements draw, as screenshots of a real Chromium, read by two decoders that have nothing in common: jsQR,
// and the `qr` package's. Then the same with less light, askew and out of focus.
import jsQR from 'jsqr'
import type { Browser, Page } from 'playwright'
import { PNG } from 'pngjs'
import { decodeQR } from 'qr/decode.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveSamples } from '../../../../tools/embed/serve-samples.ts'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { openMockService } from '../testing/mock-service.ts'
import { blurred, dimmed, type Frame, frameOf, tilted } from './testing/disturb.ts'

/** Each world has keys of its own, so every world shows other codes. */
const WORLDS = 3
const TILT_DEGREES = 15
/** Of each of three means: a module of the smallest screen is seven pixels wide. */
const BLUR_PIXELS = 2

const decoders: Readonly<Record<string, (frame: Frame) => string | undefined>> = {
  jsQR: ({ data, width, height }) => jsQR(data, width, height)?.data,
  qr: (frame) => {
    try {
      return decodeQR(frame, { timeLimit: 100 })
    } catch {
      return undefined
    }
  },
}

const disturbances: Readonly<Record<string, (frame: Frame) => Frame>> = {
  'with half the light': (frame) => dimmed(frame, 0.5),
  'tilted by 15 degrees': (frame) => tilted(frame, TILT_DEGREES),
  'out of focus': (frame) => blurred(frame, BLUR_PIXELS),
}

interface Shown {
  readonly by: 'wallet' | 'till'
  readonly frame: Frame
  /** What the service gave this page to show: the code may change between its answer and the screenshot. */
  readonly texts: readonly string[]
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
    const body = (await answer?.clone().json()) as { codes?: { text: string }[]; challenge?: string } | undefined
    codes.push(...(body?.codes ?? []).map(({ text }) => text), ...(body?.challenge ? [body.challenge] : []))
    return answer
  }
  const open = async (element: string, session: string, act: (page: Page) => Promise<void>): Promise<Shown> => {
    codes = []
    const server = await serveSamples({ page: pageOf(setting, element, session), headers: {}, backend })
    const page = await browser.newPage({ viewport: { width: setting.width, height: 844 } })
    await page.goto(server.url)
    await act(page)
    await page.locator('svg.qr').scrollIntoViewIfNeeded()
    const frame = frameOf(PNG.sync.read(await page.screenshot()))
    await page.close()
    await server.close()
    return { by: element === 'tally-wallet' ? 'wallet' : 'till', frame, texts: codes }
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

/** Of these frames the share that a decoder reads, and reads right. */
function shareRead(frames: readonly Shown[], decode: (frame: Frame) => string | undefined): number {
  return frames.filter(({ frame, texts }) => texts.includes(decode(frame) ?? '')).length / frames.length
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

  // A till's code is a signed text of some 400 characters, ten times a wallet's: it is shown by a shop's own, still screen.
  for (const [what, disturb] of Object.entries(disturbances)) {
    test(`a wallet’s ${what} are read by both, 95 of a hundred at least`, { timeout: 120_000 }, () => {
      const frames = shown.flatMap((one) => (one.by === 'wallet' ? [{ ...one, frame: disturb(one.frame) }] : []))
      const shares = Object.entries(decoders).map(([name, decode]) => [name, shareRead(frames, decode)] as const)
      for (const [name, share] of shares) expect(share, name).toBeGreaterThanOrEqual(0.95)
    })
  }
})
