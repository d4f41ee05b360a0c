import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTally, generateKeys, type Tally, unwrap } from '@tallystick/core'
import { createCallHandler } from '@tallystick/core/http'
import { sqliteStore } from '@tallystick/node'
import { type LocalServer, serveLocally } from '../../../../../tools/serve-locally.ts'

export const tenant = 'county'

/** Nothing but what the embedding guide lists, and Trusted Types on. */
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'; trusted-types 'none'"

const built = (file: string) => readFileSync(new URL(`../../../dist/${file}`, import.meta.url))

const document = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-20T10:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  contact: { phone: '0831-0000000' },
  budget: { amountMinor: 1_000_000 },
  eligibility: {
    all: [
      {
        fact: 'position',
        operator: 'withinCircle',
        value: { latitude: 28.43, longitude: 104.52, radiusMetres: 9000, datum: 'wgs84' },
        message: { 'zh-CN': '请到县城范围内领取', en: 'Come into the county town to claim' },
      },
    ],
  },
  benefits: {
    catering: {
      kind: 'voucher',
      title: { 'zh-CN': '餐饮消费券', en: 'Catering voucher' },
      usable: { within: 'P7D' },
      terms: { thresholdMinor: 10_000, offMinor: 2_000 },
      redemption: { all: [{ fact: 'merchant.industry', operator: 'in', value: ['H62'] }] },
    },
  },
  approval: 'one',
}

const titles = { noodles: '老街面馆', phones: '手机店' }

type Minted = Parameters<Tally['mintSession']>[0]

/** A sponsor's own site with one page for citizens and one for shops, on the real engine, SQLite and HTTP. */
export class Portal {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tally-portal-'))
  #offsetMs = 0
  #server: LocalServer | undefined
  #sessions = new Map<string, string>()
  tally!: Tally
  batchId = ''
  url = ''

  /**
   * @param benefit members of the voucher's benefit beside the usual ones
   * @param more members of the programme likewise
   */
  async open(benefit: object = {}, more: object = {}): Promise<this> {
    this.tally = await createTally({
      store: sqliteStore(join(this.#folder, 'tally.db')),
      keys: await generateKeys({ now: new Date() }),
      clock: { now: () => Date.now() + this.#offsetMs },
    })
    const sponsor = this.tally.as({ role: 'operator', tenant, id: 'li' })
    const catering = { ...document.benefits.catering, ...benefit }
    unwrap(await sponsor.programme.publish({ document: { ...document, ...more, benefits: { catering } } }))
    for (const [merchantId, industry] of [
      ['noodles', 'H62'],
      ['phones', 'F52'],
    ] as const) {
      unwrap(await sponsor.merchant.add({ merchantId, industry, region: '511525', title: titles[merchantId] }))
    }
    this.batchId = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 10 })).batchId
    await this.signIn('wang', { role: 'holder', person: { idNumber: '511525199001010005' } })
    await this.signIn('noodles', { role: 'terminal', merchantId: 'noodles', terminalId: 't1' })
    await this.signIn('phones', { role: 'terminal', merchantId: 'phones', terminalId: 't1' })
    await this.#listen()
    return this
  }

  /** Moves the server's time on; pages keep their own clock. */
  advance(seconds: number): void {
    this.#offsetMs += seconds * 1000
  }

  async signIn(user: string, bearer: object): Promise<void> {
    const minted = unwrap(await this.tally.mintSession({ tenant, ttlSeconds: 3600, ...bearer } as Minted))
    this.#sessions.set(user, minted.session)
  }

  async close(): Promise<void> {
    await this.#server?.close()
    await this.tally.close()
    rmSync(this.#folder, { recursive: true })
  }

  async #listen(): Promise<void> {
    const handler = createCallHandler(this.tally, { basePath: '/tally' })
    this.#server = await serveLocally(async (request, response) => {
      const url = request.url ?? '/'
      if (!url.startsWith('/tally/')) return this.#page(url, response)
      const chunks: Uint8Array[] = []
      for await (const chunk of request) chunks.push(chunk as Uint8Array)
      const header = (name: string) => request.headers[name]?.toString()
      const answer = await handler({ method: request.method ?? 'GET', path: url, header, bytes: Buffer.concat(chunks) })
      response.writeHead(answer.status, answer.headers).end(answer.body)
    })
    this.url = this.#server.url
  }

  /** `/tally-wallet/wang`: the element on a page of its own, with a boot script as a host would write it. */
  #page(url: string, response: ServerResponse): void {
    const [, element = '', user = ''] = url.split('/')
    const send = (type: string, body: string | Uint8Array) =>
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body)
    if (element === 'session') return void send('text/plain', this.#sessions.get(user) ?? '')
    if (url.endsWith('/element.js')) return void send('text/javascript', built(`${element}.iife.js`))
    if (url.endsWith('/more.js')) return void send('text/javascript', built('tally-wallet-more.iife.js'))
    if (url.endsWith('/boot.js')) {
      const boot = `document.querySelector('${element}').getSession = () => fetch('/session/${user}').then((answer) => answer.text())`
      return void send('text/javascript', boot)
    }
    const more = element === 'tally-wallet' ? `<script src="/${element}/${user}/more.js"></script>` : ''
    const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${element}</title><${element} api-base="/tally" locale="zh-CN"></${element}>
<script src="/${element}/${user}/element.js"></script>${more}<script src="/${element}/${user}/boot.js"></script></html>`
    send('text/html; charset=utf-8', page)
  }
}
