// A till without a gun, in the files that are shipped and under the headers that docs/embed.md lists: a real Chromium, its
// fake camera before a code that this project drew, the real service.
import type { Browser, Page } from 'playwright'
import { PNG } from 'pngjs'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sampleHeaders } from '../../../../tools/embed/sample-page.ts'
import { type SampleServer, serveSamples } from '../../../../tools/embed/serve-samples.ts'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { allFiles } from '../../build/one-file.ts'
import { qrMatrix } from '../qr/qr-matrix.ts'
import { type MockService, openMockService } from '../testing/mock-service.ts'
import { filmOfCode } from './testing/film-of-code.ts'

const DECODER = '/assets/tally-scanner-decoder.iife.js'
const till = `globalThis.errors = []
document.addEventListener('tally-error', ({ detail }) => errors.push(detail.code))
document.querySelector('tally-scanner').configure({ getSession: () => 'test_shop' })`
const html =
  '<tally-scanner api-base="/tally" locale="zh-CN"></tally-scanner><script src="/assets/tally-scanner.iife.js"></script>' +
  '<script src="/till.js"></script>'

let browser: Browser | undefined
let server: SampleServer | undefined
const complaints: string[] = []

beforeAll(allFiles)
afterEach(async () => {
  await browser?.close()
  await server?.close()
})

interface Till {
  /** What the camera sees; without a film there is no camera. */
  readonly film?: string
  /** What the person answers when the browser asks. */
  readonly isAllowed?: boolean
  readonly prepare?: (page: Page) => Promise<unknown>
  readonly service?: MockService
}

async function openTill({ film, isAllowed = true, prepare, service }: Till): Promise<Page> {
  const backend = (service ?? (await openMockService('wallet', '/tally', undefined))).answer
  const page = { html, scripts: new Map([['/till.js', till]]) }
  server = await serveSamples({ page, headers: sampleHeaders(), backend })
  browser = await launchBrowser(
    `--use-fake-ui-for-media-stream${isAllowed ? '' : '=deny'}`,
    `--use-fake-device-for-media-stream${film ? '' : '=device-count=0'}`,
    ...(film ? [`--use-file-for-fake-video-capture=${film}`] : []),
  )
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  complaints.length = 0
  context.on('console', (message) => complaints.push(message.text()))
  context.on('weberror', (error) => complaints.push(String(error.error())))
  const opened = await context.newPage()
  await prepare?.(opened)
  await opened.goto(server.url)
  await opened.getByRole('button', { name: '打开摄像头扫码' }).waitFor()
  return opened
}

/** A shop's screen before the camera of a phone that shows a voucher's code of this moment. */
async function withFilm(use: (film: string, service: MockService) => Promise<void>): Promise<void> {
  const service = await openMockService('wallet', '/tally', undefined)
  const film = filmOfCode((await service.things()).voucherCode ?? '')
  try {
    await use(film.file, service)
  } finally {
    film.remove()
  }
}

const openCamera = (page: Page) => page.getByRole('button', { name: '打开摄像头扫码' }).click()
const hasDecoder = () => server?.asked.includes(DECODER)

describe('the camera of a till', () => {
  test('reads the code and redeems; the decoder comes with the first look, and the browser objects to nothing', async () => {
    await withFilm(async (film, service) => {
      const page = await openTill({ film, service })
      expect(hasDecoder()).toBe(false)
      await openCamera(page)
      await page.getByRole('heading', { name: '订单金额' }).waitFor()
      expect(hasDecoder()).toBe(true)
      for (const key of ['1', '2', '8']) await page.getByRole('button', { name: key, exact: true }).click()
      await page.getByRole('button', { name: '核销', exact: true }).click()
      await page.getByText('¥108.00').waitFor()
      expect(complaints).toEqual([])
    })
  })

  test('shows what it sees until it is turned off, and is off then', async () => {
    await withFilm(async (film, service) => {
      const hide = (page: Page) =>
        page.addInitScript(`
          globalThis.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code'] } async detect() { return [] } }
          const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
          navigator.mediaDevices.getUserMedia = async (wanted) => (globalThis.stream = await own(wanted))`)
      const page = await openTill({ film, service, prepare: hide })
      await openCamera(page)
      await page.getByText('只用来识读二维码，画面不保存、不上传。').waitFor()
      const width = () => page.locator('video').evaluate((video) => (video as HTMLVideoElement).videoWidth)
      await expect.poll(width).toBeGreaterThan(0)
      expect(await page.evaluate('stream.getAudioTracks().length')).toBe(0)
      await page.getByRole('button', { name: '关闭摄像头' }).click()
      await page.getByRole('heading', { name: '扫码核销' }).waitFor()
      await expect.poll(() => page.evaluate('stream.getTracks().map((track) => track.readyState)')).toEqual(['ended'])
    })
  })

  test('takes the browser’s own decoder where it reads QR codes, and ours where it only pretends', async () => {
    const detector = (formats: string) => (page: Page) =>
      page.addInitScript(`globalThis.BarcodeDetector = class {
        static async getSupportedFormats() { return ${formats} }
        async detect() { return [{ rawValue: '0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R' }] } }`)
    await withFilm(async (film, service) => {
      const native = await openTill({ film, service, prepare: detector("['qr_code']") })
      await openCamera(native)
      await native.getByRole('heading', { name: '订单金额' }).waitFor()
      expect(hasDecoder()).toBe(false)
      await browser?.close()
      await server?.close()
      const without = await openTill({ film, service, prepare: detector('[]') })
      await openCamera(without)
      await without.getByRole('heading', { name: '订单金额' }).waitFor()
      expect(hasDecoder()).toBe(true)
    })
  })
})

describe('a till whose camera does not help', () => {
  const saysWhy = async (page: Page, sentence: RegExp, code: string) => {
    await openCamera(page)
    await page.getByText(sentence).waitFor()
    await page.getByText(code).waitFor()
    expect(await page.evaluate('errors')).toEqual([code])
    await page.getByLabel('券码').fill('0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('heading', { name: '订单金额' }).waitFor()
  }

  test('was refused it', async () => {
    await withFilm(async (film) => {
      const page = await openTill({ film, isAllowed: false })
      await saysWhy(page, /没有获得摄像头许可。请在设置里允许，或用扫码枪、拍照、输入/, 'camera_denied')
    })
  })

  test('has none', async () => {
    await saysWhy(await openTill({}), /摄像头打不开，请用扫码枪、拍照或输入/, 'camera_failed')
  })

  test('cannot fetch the decoder', async () => {
    await withFilm(async (film) => {
      const block = (page: Page) => page.route(`**${DECODER}`, (route) => route.abort())
      await saysWhy(await openTill({ film, prepare: block }), /识读组件没有取到/, 'part_unavailable')
    })
  })
})

describe('a picture', () => {
  const choose = (page: Page, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer })

  test('of a code is read, and one without says so', async () => {
    const page = await openTill({})
    await choose(page, picture(''))
    await page.getByText('图片里没有找到二维码，请拍清楚再试。').waitFor()
    await choose(page, picture('0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R'))
    await page.getByRole('heading', { name: '订单金额' }).waitFor()
    expect(complaints).toEqual([])
  })
})

test('inside WeChat its own scanner reads the code', async () => {
  const wechat = async (page: Page) => {
    await page.addInitScript(`
      Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0' })
      globalThis.wx = { config() {}, error() {}, ready: (then) => then(),
        scanQRCode: ({ success }) => success({ resultStr: '0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R' }) }
      addEventListener('load', () => document.querySelector('tally-scanner').configure({
        getSession: () => 'test_shop', getWxConfig: async () => ({ appId: 'wx', timestamp: 1, nonceStr: 'n', signature: 's' }) }))`)
  }
  const backend = (await openMockService('wallet', '/tally', undefined)).answer
  server = await serveSamples({
    page: { html, scripts: new Map([['/till.js', '']]) },
    headers: sampleHeaders(),
    backend,
  })
  browser = await launchBrowser()
  const page = await browser.newPage()
  await wechat(page)
  await page.goto(server.url)
  await page.getByRole('button', { name: '微信扫一扫' }).click()
  await page.getByRole('heading', { name: '订单金额' }).waitFor()
  expect(hasDecoder()).toBe(false)
})

/** White paper, with a code where there is one. */
function picture(code: string): Buffer {
  const png = new PNG({ width: 400, height: 400 })
  png.data.fill(255)
  const modules = qrMatrix(code)
  for (let y = 0; modules && y < modules.size * 8; y++) {
    for (let x = 0; x < modules.size * 8; x++) {
      if (modules.data[(y >> 3) * modules.size + (x >> 3)])
        png.data.fill(0, ((y + 80) * 400 + x + 80) * 4, ((y + 80) * 400 + x + 80) * 4 + 3)
    }
  }
  return PNG.sync.write(png)
}
