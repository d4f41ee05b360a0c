import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { allFiles, hashesOf } from '../../packages/web-widget/build/one-file.ts'
import { root } from '../run-command.ts'
import { type LocalServer, serveLocally } from '../serve-locally.ts'
import type { SamplePage } from './sample-page.ts'

export interface SampleServer extends LocalServer {
  /** What the pages asked this server for. */
  readonly asked: readonly string[]
}

export interface SampleServerOptions {
  readonly page: SamplePage
  /** Of every answer. */
  readonly headers: Readonly<Record<string, string>>
  /** Everything that is no page, script or asset: the reader's backend. */
  readonly backend?: (request: Request) => Promise<Response | undefined>
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  html: 'text/html; charset=utf-8',
}

/** A reader's web server: the page at `/`, its scripts, and our files under `/assets/`, as the document says. */
export async function serveSamples({ page, headers, backend }: SampleServerOptions): Promise<SampleServer> {
  // Made before anybody waits for them: on a busy machine that takes longer than a page may.
  const made = await allFiles()
  const asked: string[] = []
  const html = page.html.includes('<html')
    ? page.html
    : `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sample</title><body>${page.html}`
  const fileAt = async (path: string) => {
    if (path === '/') return html
    return page.scripts.get(path) ?? (await asset(path, made))
  }
  const server = await serveLocally(async (request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const file = await fileAt(path)
    if (file !== undefined) {
      const type = types[path === '/' ? 'html' : (path.split('.').at(-1) ?? '')] ?? 'application/octet-stream'
      return void response.writeHead(200, { 'content-type': type, ...headers }).end(file)
    }
    await relay(request, response, backend)
  })
  return { ...server, asked }
}

async function asset(path: string, files: ReadonlyMap<string, string>): Promise<string | undefined> {
  const installed = { '/mockServiceWorker.js': 'msw/lib/mockServiceWorker.js', '/jquery.js': 'jquery/dist/jquery.js' }[
    path
  ]
  if (installed) return readFile(join(root, 'node_modules', installed), 'utf8')
  const name = /^\/assets\/(.+)$/.exec(path)?.[1]
  if (name === undefined) return undefined
  return name === 'sri.json' ? JSON.stringify(hashesOf(files)) : files.get(name)
}

async function relay(
  request: IncomingMessage,
  response: ServerResponse,
  backend: SampleServerOptions['backend'],
): Promise<void> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}
  const given = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])
  const headers = new Headers(given)
  const url = `http://${request.headers.host}${request.url}`
  const answer = await backend?.(new Request(url, { method: request.method ?? 'GET', headers, ...body }))
  if (!answer) return void response.writeHead(404).end()
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
}
