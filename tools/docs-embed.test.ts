import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type MockService, openMockService } from '../packages/web-widget/src/testing/mock-service.ts'
import { mintSample, sampleHeaders, samplePage } from './embed/sample-page.ts'
import { type SampleServer, serveSamples } from './embed/serve-samples.ts'
import { launchBrowser } from './launch-browser.ts'
import { runCommand } from './run-command.ts'

let browser: Browser
let server: SampleServer | undefined
let service: MockService
const complaints: string[] = []

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())
afterEach(async () => {
  await server?.close()
  server = undefined
})

const signedIn: Readonly<Record<string, 'test_holder' | 'test_shop'>> = {
  '/my/tally-session': 'test_holder',
  '/my/till-session': 'test_shop',
}

/** The reader's backend: the real operations under `/tally`, and addresses that answer a session of who is signed in. */
async function answerAsBackend(service: MockService, request: Request): Promise<Response | undefined> {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/tally/')) return service.answer(request)
  const who = signedIn[pathname]
  return who && request.method === 'POST' ? Response.json(await service.mintSession(who)) : undefined
}

/** A page of the document, in a browser, under the headers that the document lists. */
async function open(
  name: string,
  morePolicy = '',
  prepare: (page: Page) => Promise<unknown> = async () => {},
  otherHeaders: Readonly<Record<string, string>> = {},
): Promise<Page> {
  service = await openMockService('wallet', '/tally', undefined)
  const headers = sampleHeaders()
  const policy = `${headers['Content-Security-Policy']}${morePolicy}`
  server = await serveSamples({
    page: await samplePage(name),
    headers: { ...headers, 'Content-Security-Policy': policy, ...otherHeaders },
    backend: (request) => answerAsBackend(service, request),
  })
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  complaints.length = 0
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Permissions-Policy/.test(message.text())) complaints.push(message.text())
  })
  await prepare(page)
  await page.goto(server.url)
  return page
}

describe('the pages of docs/embed.md, under the headers it lists', { timeout: 120_000 }, () => {
  test.each(['plain', 'jquery', 'react', 'vue'])('%s: shows the voucher and its code, claims another', async (name) => {
    const page = await open(name)
    await page.getByRole('button', { name: '领取零售满200减50' }).click()
    await page.getByRole('heading', { name: '领取成功' }).waitFor()
    await page.getByRole('button', { name: '出示给店员' }).first().click()
    await page.getByRole('img', { name: '二维码' }).waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  test('plain: where our script is held back, people read what to do and a code, and the page hears of it', async () => {
    const page = await open('plain', '', async (fresh) => {
      await fresh.addInitScript(
        "globalThis.errors = []; addEventListener('tally-error', ({ detail }) => errors.push(detail.code), true)",
      )
      await fresh.route('**/tally-wallet.iife.js', (route) => route.abort('blockedbyclient'))
    })
    await page.getByText('script_blocked').waitFor()
    await page.getByRole('link', { name: '0831-0000000' }).waitFor()
    expect(await page.evaluate('errors')).toEqual(['script_blocked'])
    expect(complaints).toEqual([])
    await page.close()
  })

  test('till: redeems under the till’s own order number', async () => {
    const page = await open('till')
    await page.getByRole('textbox').fill((await service.things()).voucherCode ?? '')
    await page.getByRole('button', { name: '下一步' }).click()
    for (const key of ['1', '2', '8']) await page.getByRole('button', { name: key, exact: true }).click()
    await page.getByRole('button', { name: '核销', exact: true }).click()
    await page.getByText('¥108.00').first().waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  test('without a server: a voucher is claimed and its code shown, and no call leaves the page', async () => {
    const page = await open('mock', "; worker-src 'self'")
    await page.getByText('测试').first().waitFor()
    await page.getByRole('button', { name: /^领取/ }).first().click()
    await page.getByRole('button', { name: '出示给店员' }).first().click()
    await page.getByRole('img', { name: '二维码' }).waitFor()
    expect(server?.asked.filter((path) => path.startsWith('/tally') || path.startsWith('/my'))).toEqual([])
    await page.locator('tally-wallet').evaluate((wallet) => wallet.removeAttribute('test'))
    await page.getByText('测试').first().waitFor()
    await page.close()
  })
})

describe('the self-test of docs/embed.md', { timeout: 120_000 }, () => {
  const resultOf = (page: Page, check: string) => page.locator(`[data-check="${check}"]`).getAttribute('data-result')
  const says = (page: Page, check: string) => page.locator(`[data-check="${check}"]`).textContent()

  test('finds everything in order where it is, and shows no session', async () => {
    const page = await open('self-test')
    await page.locator('#tally-self-test[data-done]').waitFor()
    for (const check of ['https', 'domain', 'session', 'time', 'files', 'crypto', 'policy'])
      expect([check, await resultOf(page, check), await says(page, check)]).toEqual([
        check,
        'good',
        expect.stringMatching(/^✓ \p{Script=Han}.* [A-Z].*: 正常 OK\p{Script=Han}/u),
      ])
    // No camera in this machine; that is no mistake of the page.
    expect(await resultOf(page, 'camera')).toBe('unsure')
    expect(await page.content()).not.toMatch(/eyJ|[\w-]{40,}\.[\w-]{20,}/)
    expect(complaints).toEqual([])
    await page.close()
  })

  /** By this a page knows that our service answered. */
  const ours = { 'tally-request-id': 'made-up' }

  test.each([
    ['session', '**/my/tally-session', { status: 401 }, /请先登录门户.*Sign in to the portal/],
    [
      'session',
      '**/tally/v1/vouchers',
      { status: 401, headers: ours, json: { code: 'session_invalid' } },
      /session_invalid/,
    ],
    ['domain', '**/tally/v1/health', { status: 200, body: '<html>' }, /不是本服务的.*not as this service/],
    [
      'time',
      '**/tally/v1/health',
      { json: {}, headers: { ...ours, date: 'Thu, 01 Jan 2026 00:00:00 GMT' } },
      /自动设置时间/,
    ],
    ['files', '**/tally-wallet-en.json', { status: 200, body: '{}' }, /tally-wallet-en\.json.*同一版本/],
  ] as const)('says what is wrong with the %s: %s', async (check, address, answer, sentence) => {
    const page = await open('self-test', '', (fresh) => fresh.route(address, (route) => route.fulfill(answer)))
    await page.locator('#tally-self-test[data-done]').waitFor()
    expect([await resultOf(page, check), await says(page, check)]).toEqual(['bad', expect.stringMatching(sentence)])
    await page.close()
  })

  test('finds nothing good or bad in what another server answers', async () => {
    const page = await open('self-test', '', (fresh) =>
      fresh.route('**/tally/v1/*', (route) => route.fulfill({ status: 404, body: 'Not here' })),
    )
    await page.locator('#tally-self-test[data-done]').waitFor()
    const results = ['domain', 'session', 'time'].map((check) => resultOf(page, check))
    expect(await Promise.all(results)).toEqual(['bad', 'unsure', 'unsure'])
    await page.close()
  })

  test('names what the policy blocks, a camera that a header forbids, and a page without HTTPS', async () => {
    const closed = await open('self-test', '', async () => {}, { 'Permissions-Policy': 'camera=()' })
    await closed.locator('#tally-self-test[data-done]').waitFor()
    expect([await resultOf(closed, 'camera'), await says(closed, 'camera')]).toEqual([
      'bad',
      expect.stringContaining('Permissions-Policy'),
    ])
    await closed.close()
    const insecure = await browser.newPage()
    const { html, scripts } = await samplePage('self-test')
    const script = await (await fetch(`${server?.url}/assets/tally-self-test.iife.js`)).text()
    expect(scripts.size).toBe(0)
    await insecure.route('http://portal.example/**', (route) => {
      const { pathname } = new URL(route.request().url())
      if (pathname === '/')
        return route.fulfill({
          contentType: 'text/html',
          body: html,
          headers: { 'content-security-policy': "script-src 'self'; connect-src 'none'" },
        })
      return pathname.endsWith('self-test.iife.js')
        ? route.fulfill({ contentType: 'text/javascript', body: script })
        : route.fulfill({ status: 404 })
    })
    await insecure.goto('http://portal.example/')
    await insecure.locator('#tally-self-test[data-done]').waitFor()
    expect(await resultOf(insecure, 'https')).toBe('bad')
    expect(await resultOf(insecure, 'crypto')).toBe('bad')
    expect(await says(insecure, 'policy')).toMatch(/connect-src http:\/\/portal\.example\/tally/)
    await insecure.close()
  })
})

describe('the backends of docs/embed.md', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-embed-'))
  const user = { idNumber: '511525199001010005', registration: '511525' }
  const asked: { authorization: string | null; body: unknown }[] = []
  afterAll(() => rmSync(folder, { recursive: true }))

  async function serveSessions(): Promise<string> {
    const minted = await openMockService('empty', '/tally', undefined)
    asked.length = 0
    server = await serveSamples({
      page: { html: '', scripts: new Map() },
      headers: {},
      backend: async (request) => {
        if (new URL(request.url).pathname !== '/tally/v1/sessions') return undefined
        asked.push({ authorization: request.headers.get('authorization'), body: await request.json() })
        return Response.json(await minted.mintSession('test_holder'))
      },
    })
    return `${server.url}/tally`
  }

  const wanted = {
    authorization: 'Bearer sk_of_the_portal',
    body: {
      role: 'holder',
      ttlSeconds: 900,
      person: { idNumber: user.idNumber },
      facts: { 'person.registration': user.registration },
    },
  }
  const session = { session: expect.stringMatching(/^[\w.-]+$/), expiresAt: expect.stringContaining('Z') }

  test('Node asks for what `curl` asks for, and hands the session on', async () => {
    const file = join(folder, 'mint.mjs')
    writeFileSync(file, mintSample('node'))
    process.env.TALLY = await serveSessions()
    process.env.HOST_KEY = 'sk_of_the_portal'
    const { mintSession } = await import(pathToFileURL(file).href)
    expect(await mintSession(user)).toEqual(session)
    expect(asked).toEqual([wanted])
  })

  test('its server answers whoever is signed in, from its own pages, and passes the API on', async () => {
    writeFileSync(join(folder, 'mint-session.mjs'), mintSample('node'))
    writeFileSync(join(folder, 'server.mjs'), mintSample('node-server'))
    const signedIn = `request.headers.cookie === 'portal=1' ? ${JSON.stringify(user)} : undefined`
    writeFileSync(join(folder, 'sign-in.mjs'), `export const userOf = (request) => ${signedIn}`)
    process.env.TALLY = await serveSessions()
    process.env.HOST_KEY = 'sk_of_the_portal'
    const { server: portal } = await import(pathToFileURL(join(folder, 'server.mjs')).href)
    await new Promise((listening) => portal.listen(0, '127.0.0.1', () => listening(undefined)))
    const url = `http://127.0.0.1:${portal.address().port}`
    const mint = (headers: Record<string, string>, method = 'POST') =>
      fetch(`${url}/my/tally-session`, { method, headers })
    try {
      const answer = await mint({ cookie: 'portal=1', 'sec-fetch-site': 'same-origin' })
      expect([answer.headers.get('cache-control'), await answer.json()]).toEqual(['no-store', session])
      expect((await mint({})).status).toBe(401)
      expect((await mint({ cookie: 'portal=1', 'sec-fetch-site': 'cross-site' })).status).toBe(403)
      expect((await mint({ cookie: 'portal=1' }, 'GET')).status).toBe(405)
      const onward = {
        method: 'POST',
        body: JSON.stringify(wanted.body),
        headers: { authorization: 'Bearer of a page' },
      }
      expect(await (await fetch(`${url}/tally/v1/sessions`, onward)).json()).toEqual(session)
      expect(asked).toEqual([wanted, { ...wanted, authorization: 'Bearer of a page' }])
      await server?.close()
      server = undefined
      expect((await mint({ cookie: 'portal=1' })).status).toBe(502)
      expect((await fetch(`${url}/tally/v1/health`)).status).toBe(502)
    } finally {
      portal.close()
    }
  })

  test.runIf(spawnSync('java', ['-version']).status === 0)('so does Java', async () => {
    writeFileSync(join(folder, 'TallySession.java'), mintSample('java'))
    const env = { TALLY: await serveSessions(), HOST_KEY: 'sk_of_the_portal' }
    const { code, stdout, output } = await runCommand('java', ['TallySession.java'], { cwd: folder, env })
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(JSON.parse(stdout)).toEqual(session)
    expect(asked).toEqual([wanted])
  })
})
