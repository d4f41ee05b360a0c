import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { closeServer, listen } from '../web/listen.ts'
import { contentPolicy } from '../web/security-headers.ts'

/** The portals' and, for the mock service only, a worker of the page's own origin. */
const POLICY = `${contentPolicy}; worker-src 'self'`

export interface Playground {
  readonly url: string
  close(): Promise<void>
}

/** Serves the playground: one page and its files; the service the widget calls runs inside the page. */
export async function servePlayground({ port }: { readonly port: number }): Promise<Playground> {
  const files = await readFiles()
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://playground.invalid').pathname
    const file = files.get(path)
    if (!file) return void response.writeHead(404).end()
    const [type, text] = file
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-store' })
    response.end(text)
  })
  return { url: await listen(server, port), close: () => closeServer(server) }
}

async function readFiles(): Promise<ReadonlyMap<string, readonly [type: string, text: string]>> {
  const here = import.meta.dirname
  const worker = createRequire(import.meta.url).resolve('msw/mockServiceWorker.js')
  return new Map([
    ['/', ['text/html; charset=utf-8', await readFile(join(here, 'public', 'index.html'), 'utf8')]],
    ['/playground.css', ['text/css; charset=utf-8', await readFile(join(here, 'public', 'playground.css'), 'utf8')]],
    ['/playground.js', ['text/javascript; charset=utf-8', await bundle(join(here, 'page', 'playground.ts'))]],
    ['/mockServiceWorker.js', ['text/javascript; charset=utf-8', await readFile(worker, 'utf8')]],
  ])
}

/** In this workspace the sources, elsewhere the installed packages. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    minify: true,
    conditions: ['@tallystick/source'],
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact' } },
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}
