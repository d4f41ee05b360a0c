// What goes wrong on an integrator's page, in the files that are shipped: each time the person reads a sentence with its
// code and has a next step, and the page hears of it.
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type SampleServer, serveSamples } from '../../../../tools/embed/serve-samples.ts'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { allFiles } from '../../build/one-file.ts'
import { type MockService, openMockService } from '../testing/mock-service.ts'

const script = `
globalThis.errors = []
document.addEventListener('tally-error', ({ detail }) => errors.push(detail.code))
const session = new URLSearchParams(location.search).get('session')
if (session) document.querySelector('[api-base]').configure({ getSession: () => session })`

let browser: Browser
let service: MockService
const servers: SampleServer[] = []

beforeAll(async () => {
  await allFiles()
  browser = await launchBrowser()
  service = await openMockService('wallet', '/tally', undefined)
})
afterAll(() => browser?.close())
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

type Backend = (request: Request) => Promise<Response | undefined>

async function serve(html: string, backend: Backend = service.answer): Promise<SampleServer> {
  const server = await serveSamples({ page: { html, scripts: new Map([['/page.js', script]]) }, headers: {}, backend })
  servers.push(server)
  return server
}

function bodyOf(element: string, name: 'tally-wallet' | 'tally-scanner' = 'tally-wallet'): string {
  return `${element}<script src="/assets/${name}.iife.js"></script><script src="/page.js"></script>`
}

async function open(server: SampleServer, prepare: (page: Page) => Promise<unknown> = async () => {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await prepare(page)
  await page.goto(`${server.url}/`)
  return page
}

const signedIn = '<script>history.replaceState(null, "", "/?session=test_holder")</script>'
const expired = signedIn.replace('test_holder', 'test_expired')
const shopIn = signedIn.replace('test_holder', 'test_shop')

async function shows(page: Page, sentence: RegExp, code: string, next: RegExp): Promise<void> {
  await page.getByText(sentence).first().waitFor()
  await page.getByText(code).first().waitFor()
  await page.getByText(next).first().waitFor()
  expect(await page.evaluate('errors')).toContain(code)
  await page.close()
}

const wallet = '<tally-wallet api-base="/tally" locale="zh-CN"></tally-wallet>'
const again = /再试一次/

describe('a page that is set up wrongly', () => {
  test('a wrong attribute is named, and the element works all the same', async () => {
    const page = await open(
      await serve(signedIn + bodyOf('<tally-wallet api-base="/tally" theme="drak"></tally-wallet>')),
    )
    await page.getByRole('button', { name: '出示给店员' }).first().waitFor()
    await shows(page, /页面设置有误：theme/, 'attribute_invalid', /请联系页面的维护人员/)
  })

  test('a wrong attribute of a till, likewise', async () => {
    const scanner = '<tally-scanner api-base="/tally" view="shopp" locale="zh-CN"></tally-scanner>'
    const page = await open(await serve(shopIn + bodyOf(scanner, 'tally-scanner')))
    await page.getByRole('heading', { name: '扫码核销' }).waitFor()
    await shows(page, /页面设置有误：view/, 'attribute_invalid', /请联系页面的维护人员/)
  })

  test('no session: after three seconds the person is asked to sign in', async () => {
    await shows(await open(await serve(bodyOf(wallet))), /请重新登录/, 'session_missing', again)
    const scanner = '<tally-scanner api-base="/tally" locale="zh-CN"></tally-scanner>'
    await shows(await open(await serve(bodyOf(scanner, 'tally-scanner'))), /请重新登录/, 'session_missing', again)
  })

  test('an expired session that the page cannot renew', async () => {
    await shows(await open(await serve(expired + bodyOf(wallet))), /登录已过期/, 'session_expired', again)
  })

  test('an address that is none', async () => {
    const page = await open(await serve(signedIn + bodyOf(wallet.replace('/tally"', 'javascript:0"'))))
    await shows(page, /页面还没有接好，请联系客服/, 'base_url_invalid', again)
  })

  test('a service on another origin that does not know this one', async () => {
    const other = await serve('', service.answer)
    const page = await open(await serve(signedIn + bodyOf(wallet.replace('"/tally"', `"${other.url}/tally"`))))
    await shows(page, /请检查网络/, 'unreachable', again)
    expect(other.asked.some((path) => path.startsWith('/tally/v1/'))).toBe(true)
  })
})

describe('a service or a browser that does not go along', () => {
  test.each([
    ['answers in another form', 'answer_unreadable', () => Response.json({ version: 2 })],
    ['has moved its addresses', 'route_unknown', moved],
  ] as const)('an API of another version that %s', async (_, code, answer) => {
    const page = await open(await serve(signedIn + bodyOf(wallet), async () => answer()))
    await shows(page, /页面需要更新/, code, /请刷新页面/)
  })

  test.each([
    ['a gateway that answers for it', 'unreachable', () => new Response('<h1>502</h1>', { status: 502 })],
    [
      'its own word that it has no store',
      'store_unavailable',
      () => Response.json({ code: 'store_unavailable', retryable: true }, { ...problem, status: 503 }),
    ],
  ] as const)('a service that is down, by %s: the phone is not at fault', async (_, code, answer) => {
    const page = await open(await serve(signedIn + bodyOf(wallet), async () => answer()))
    await shows(page, /不是您手机的问题/, code, /过几分钟再试/)
  })

  test('no network: says so, and needs no press when it is back', async () => {
    const server = await serve(signedIn + bodyOf(wallet))
    const page = await open(server, async (fresh) => {
      await fresh.addInitScript("Object.defineProperty(navigator, 'onLine', { get: () => false })")
      await fresh.route('**/tally/**', (route) => route.abort('internetdisconnected'))
    })
    await page.getByRole('heading', { name: '没有网络' }).waitFor()
    await page.unroute('**/tally/**')
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.getByRole('button', { name: '出示给店员' }).first().waitFor()
    await page.close()
  })

  test('an ad-blocker that holds back the calls; once it is off, trying again helps', async () => {
    const server = await serve(signedIn + bodyOf(wallet))
    const page = await open(server, (fresh) => fresh.route('**/tally/**', (route) => route.abort('blockedbyclient')))
    await page.getByText(/关闭拦截插件后再试/).waitFor()
    await page.getByText('unreachable').waitFor()
    expect(await page.evaluate('errors')).toContain('unreachable')
    await page.unroute('**/tally/**')
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('button', { name: '出示给店员' }).first().waitFor()
    await page.close()
  })

  test('a language held back: Chinese stands in, and the page hears of it', async () => {
    const server = await serve(signedIn + bodyOf(wallet.replace('zh-CN', 'en')))
    const page = await open(server, (fresh) =>
      fresh.route('**/tally-wallet-en.json', (route) => route.abort('blockedbyclient')),
    )
    await page.getByRole('button', { name: '出示给店员' }).first().waitFor()
    expect(await page.evaluate('errors')).toContain('language_unavailable')
    await page.close()
  })

  test.each([
    ['an expired session', expired, undefined, 'session_expired', /登录已过期/],
    ['an API of another version', shopIn, async () => moved(), 'route_unknown', /请刷新页面/],
  ] as const)(
    'a till with %s is told so at the sale, and how to go on',
    async (_, session, backend, code, sentence) => {
      const scanner = '<tally-scanner api-base="/tally" locale="zh-CN"></tally-scanner>'
      const page = await open(await serve(session + bodyOf(scanner, 'tally-scanner'), backend))
      await page.getByRole('textbox').fill('0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R')
      await page.getByRole('button', { name: '下一步' }).click()
      for (const key of ['1', '2', '8']) await page.getByRole('button', { name: key, exact: true }).click()
      await page.getByRole('button', { name: '核销', exact: true }).click()
      await shows(page, sentence, code, /再试一次|重新扫码|请联系|刷新/)
    },
  )

  test('our script held back: what the page put into the element stays, with the telephone number', async () => {
    const inside = '<p>打不开时请拨打 <a href="tel:08310000000">0831-0000000</a></p>'
    const server = await serve(bodyOf(wallet.replace('><', `>${inside}<`)))
    const page = await open(server, (fresh) => fresh.route('**/*.iife.js', (route) => route.abort('blockedbyclient')))
    await page.getByRole('link', { name: '0831-0000000' }).waitFor()
    await page.close()
  })

  test('the second part held back: that screen says so, and there is a way back', async () => {
    const server = await serve(signedIn + bodyOf(wallet))
    const block = (fresh: Page) =>
      fresh.route('**/tally-wallet-more.iife.js', (route) => route.abort('blockedbyclient'))
    const page = await open(server, block)
    await page.getByRole('button', { name: '绑定' }).click()
    await shows(page, /连不上|网络/, 'part_unavailable', /返回|再试/)
  })

  test('the language of the second part held back: likewise; once it comes, that screen speaks it', async () => {
    const server = await serve(signedIn + bodyOf(wallet.replace('zh-CN', 'en')))
    const language = '**/tally-wallet-more-en.json'
    const page = await open(server, (fresh) => fresh.route(language, (route) => route.abort('blockedbyclient')))
    await page.getByRole('button', { name: 'Add a card' }).click()
    await page.getByText('part_unavailable').waitFor()
    await page.unroute(language)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Secret', { exact: true }).waitFor()
    await page.close()
  })
})

function moved(): Response {
  return Response.json({ type: '', title: '', status: 404, code: 'route_unknown', detail: '没有这个地址。' }, problem)
}

const problem = { status: 404, headers: { 'content-type': 'application/problem+json' } }
