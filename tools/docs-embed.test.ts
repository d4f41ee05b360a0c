import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type MockService, openMockService } from '../packages/web-widget/src/testing/mock-service.ts'
import { findChromium } from './browser.ts'
import { mintSample, sampleHeaders, samplePage } from './embed/sample-page.ts'
import { type SampleServer, serveSamples } from './embed/serve-samples.ts'
import { runCommand } from './run-command.ts'

let browser: Browser
let server: SampleServer | undefined
let service: MockService
const complaints: string[] = []

beforeAll(async () => {
  const { executablePath, env, args } = await findChromium()
  browser = await chromium.launch({ executablePath, env, args })
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
async function open(name: string, morePolicy = ''): Promise<Page> {
  service = await openMockService('wallet', '/tally', undefined)
  const headers = sampleHeaders()
  const policy = `${headers['Content-Security-Policy']}${morePolicy}`
  server = await serveSamples({
    page: await samplePage(name),
    headers: { ...headers, 'Content-Security-Policy': policy },
    backend: (request) => answerAsBackend(service, request),
  })
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  complaints.length = 0
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Permissions-Policy/.test(message.text())) complaints.push(message.text())
  })
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

  test.runIf(spawnSync('java', ['-version']).status === 0)('so does Java', async () => {
    writeFileSync(join(folder, 'TallySession.java'), mintSample('java'))
    const env = { TALLY: await serveSessions(), HOST_KEY: 'sk_of_the_portal' }
    const { code, stdout, output } = await runCommand('java', ['TallySession.java'], { cwd: folder, env })
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(JSON.parse(stdout)).toEqual(session)
    expect(asked).toEqual([wanted])
  })
})
