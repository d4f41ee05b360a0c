import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type Fence, readFences } from '../read-fences.ts'
import { root } from '../run-command.ts'

/** A page of docs/embed.md as a reader would put it together from the samples of one name. */
export interface SamplePage {
  readonly html: string
  /** By address. */
  readonly scripts: ReadonlyMap<string, string>
}

const document = 'docs/embed.md'

/** The samples that say `page=NAME`: the `html` is the page's body, every other one is the file it names. */
export async function samplePage(name: string): Promise<SamplePage> {
  const fences = readFences(document, readFileSync(join(root, document), 'utf8'))
  const own = fences.filter(({ info }) => info.split(' ').includes(`page=${name}`))
  const html = own.filter(({ info }) => info.startsWith('html')).map(({ text }) => text)
  if (html.length !== 1) throw new Error(`${document} has ${html.length} html samples for page=${name}`)
  const files = own.filter(({ info }) => !info.startsWith('html'))
  const scripts = await Promise.all(files.map(async (fence) => [fileOf(fence), await bundled(fence)] as const))
  return { html: html[0] ?? '', scripts: new Map(scripts) }
}

function fileOf({ info, line }: Fence): string {
  const file = /\bfile=(\S+)/.exec(info)?.[1]
  if (file === undefined) throw new Error(`${document}:${line} does not say file=`)
  return file
}

/** As the reader's own bundler would make it; a script without imports stays as it is. */
async function bundled({ info, text }: Fence): Promise<string> {
  if (!/^import /m.test(text)) return text
  const { outputFiles } = await build({
    stdin: { contents: text, loader: loaderOf(info), resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['@tallystick/source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

function loaderOf(info: string): 'js' | 'ts' | 'jsx' | 'tsx' {
  const [language = 'js'] = info.split(' ')
  return language === 'ts' || language === 'jsx' || language === 'tsx' ? language : 'js'
}
