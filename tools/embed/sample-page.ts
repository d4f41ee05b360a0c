import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { compileScript, parse } from 'vue/compiler-sfc'
import { readFences } from '../read-fences.ts'
import { root } from '../run-command.ts'

/** A page of docs/embed.md as a reader would put it together from the samples of one name. */
export interface SamplePage {
  readonly html: string
  /** By address. */
  readonly scripts: ReadonlyMap<string, string>
}

const document = 'docs/embed.md'
const fences = readFences(document, readFileSync(join(root, document), 'utf8'))

/** The samples that say `page=NAME`: the `html` is the page's body, every other one is the file it names. */
export async function samplePage(name: string): Promise<SamplePage> {
  const own = fences.filter(({ info }) => info.split(' ').includes(`page=${name}`))
  const pages = own.filter(({ info }) => info.startsWith('html'))
  const [page] = pages
  if (!page || pages.length > 1) throw new Error(`${document} has ${pages.length} html samples for page=${name}`)
  const files = new Map(
    own.filter((fence) => fence !== page).map(({ info, text }) => [/\bfile=(\S+)/.exec(info)?.[1] ?? '', text]),
  )
  // What the page loads itself; other files are imported by these.
  const loaded = [...files.keys()].filter((file) => page.text.includes(`"${addressOf(file)}"`))
  if (files.size > 0 && loaded.length === 0) throw new Error(`${document}:${page.line} loads none of its own files`)
  const scripts = await Promise.all(loaded.map(async (file) => [addressOf(file), await bundled(file, files)] as const))
  return { html: page.text, scripts: new Map(scripts) }
}

/** A sample that says `mint=LANGUAGE`: how a backend asks for a session. */
export function mintSample(language: string): string {
  const found = fences.find(({ info }) => info.split(' ').includes(`mint=${language}`))
  if (!found) throw new Error(`${document} has no sample for mint=${language}`)
  return found.text
}

/** The headers that the document asks a page for. */
export function sampleHeaders(): Record<string, string> {
  const found = fences.find(({ info }) => info === 'http headers')
  const lines = found?.text.trim().split('\n') ?? []
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
}

function addressOf(file: string): string {
  return file.replace(/\.(jsx|tsx|ts)$/, '.js')
}

/** As the reader's own bundler would make it; a script without imports stays as it is. */
async function bundled(file: string, files: ReadonlyMap<string, string>): Promise<string> {
  const text = files.get(file) ?? ''
  if (!/^import /m.test(text)) return text
  const { outputFiles } = await build({
    entryPoints: [file],
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    jsx: 'automatic',
    conditions: ['@tallystick/source'],
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    plugins: [samplesOnly(files)],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** Files of the document instead of files of a disk; packages come from this workspace. */
function samplesOnly(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'samples-only',
    setup(api) {
      api.onResolve({ filter: /^[./]/ }, ({ path, namespace }) => {
        const isSample = namespace === 'sample' || files.has(path)
        return isSample ? { path: path.replace(/^\.\//, '/'), namespace: 'sample' } : undefined
      })
      api.onLoad({ filter: /.*/, namespace: 'sample' }, ({ path }) => {
        const text = files.get(path) ?? ''
        const isVue = path.endsWith('.vue')
        const loader = path.endsWith('.jsx') ? 'jsx' : isVue ? 'ts' : 'js'
        return { contents: isVue ? compiled(text) : text, loader, resolveDir: root }
      })
    },
  }
}

/** As the Vue plugin of a bundler does it, with the setting that the document names. */
function compiled(text: string): string {
  const compilerOptions = { isCustomElement: (tag: string) => tag.includes('-') }
  const { content } = compileScript(parse(text).descriptor, {
    id: 'sample',
    inlineTemplate: true,
    templateOptions: { compilerOptions },
  })
  return content
}
