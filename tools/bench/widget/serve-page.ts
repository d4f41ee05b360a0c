import { gzipSync } from 'node:zlib'
import { allFiles } from '../../../packages/web-widget/build/one-file.ts'
import { answerOverHttp } from '../../../packages/web-widget/src/elements/testing/answer-over-http.ts'
import {
  createFakeService,
  type FakeService,
  fakeCard,
  fakeOffer,
  fakeVoucher,
} from '../../../packages/web-widget/src/elements/testing/fake-service.ts'
import { type LocalServer, serveLocally } from '../../serve-locally.ts'

export interface ServedPage extends LocalServer {
  readonly service: FakeService
}

const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bench</title><link rel="icon" href="data:,">
<tally-wallet api-base="/tally"><p>正在打开……打不开时请拨打 <a href="tel:08310000000">0831-0000000</a></p></tally-wallet>
<script src="/assets/tally-wallet.iife.js" defer></script><script src="/page.js" defer></script></html>`

const script = `const wallet = document.querySelector('tally-wallet')
wallet.addEventListener('tally-ready', () => requestAnimationFrame(() => setTimeout(() => performance.mark('tally-usable'))))
wallet.configure({ getSession: () => 'session-of-wang' })`

/** A portal's page with the wallet, as docs/embed.md writes it; text is sent as gzip, as web servers do. */
export async function servePage(): Promise<ServedPage> {
  const service = createFakeService()
  const files = new Map<string, readonly [type: string, bytes: Buffer]>()
  const add = (path: string, type: string, text: string) => files.set(path, [type, gzipSync(text, { level: 9 })])
  add('/', 'text/html; charset=utf-8', page)
  add('/page.js', 'text/javascript', script)
  for (const [file, text] of await allFiles()) {
    add(`/assets/${file}`, file.endsWith('.js') ? 'text/javascript' : 'application/json', text)
  }
  service.vouchers = [fakeVoucher(Date.now())]
  service.offers = [fakeOffer(Date.now())]
  service.cards = [fakeCard(Date.now())]

  const server = await serveLocally(async (request, response) => {
    const file = files.get(request.url ?? '/')
    if (file) {
      const [type, bytes] = file
      return void response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(bytes)
    }
    await answerOverHttp(service, request, response)
    // Only the last calls are of interest to anybody; an hour of them is not.
    service.calls.length = 0
  })
  return { ...server, url: `${server.url}/`, service }
}
