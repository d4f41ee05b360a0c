import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { buildOneFile, languageFiles, oneFileNames } from '../../../packages/web-widget/build/one-file.ts'
import {
  createFakeService,
  type FakeService,
  fakeCard,
  fakeOffer,
  fakeVoucher,
} from '../../../packages/web-widget/src/elements/testing/fake-service.ts'

export interface ServedPage {
  readonly url: string
  readonly service: FakeService
  close(): Promise<void>
}

const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bench</title><link rel="icon" href="data:,"><tally-wallet api-base="/tally"></tally-wallet>
<script src="/assets/tally-wallet.iife.js" defer></script><script src="/page.js" defer></script></html>`

const script = `const wallet = document.querySelector('tally-wallet')
wallet.addEventListener('tally-ready', () => requestAnimationFrame(() => setTimeout(() => performance.mark('tally-usable'))))
wallet.configure({ getSession: () => 'session-of-wang' })`

/** A portal's page with the wallet, as an integrator writes it; text is sent as gzip, as web servers do. */
export async function servePage(): Promise<ServedPage> {
  const service = createFakeService()
  const files = new Map<string, readonly [type: string, bytes: Buffer]>()
  const add = (path: string, type: string, text: string) => files.set(path, [type, gzipSync(text, { level: 9 })])
  add('/', 'text/html; charset=utf-8', page)
  add('/page.js', 'text/javascript', script)
  for (const name of oneFileNames) add(`/assets/${name}.iife.js`, 'text/javascript', (await buildOneFile(name)).text)
  for (const { file, text } of languageFiles) add(`/assets/${file}`, 'application/json', text)
  service.vouchers = [fakeVoucher(Date.now())]
  service.offers = [fakeOffer(Date.now())]
  service.cards = [fakeCard(Date.now())]

  const server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    const file = files.get(path)
    if (file) {
      const [type, bytes] = file
      return void response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(bytes)
    }
    let text = ''
    for await (const part of request) text += part
    const { authorization, 'idempotency-key': key } = request.headers
    const reply = service.answer({
      method: request.method ?? 'GET',
      path,
      body: text === '' ? undefined : JSON.parse(text),
      key: typeof key === 'string' ? key : undefined,
      session: authorization?.replace('Bearer ', ''),
    })
    // Only the last calls are of interest to anybody; an hour of them is not.
    service.calls.length = 0
    const type = reply?.status === 200 ? 'application/json' : 'application/problem+json'
    response.writeHead(reply?.status ?? 503, { 'content-type': type }).end(JSON.stringify(reply?.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    service,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
