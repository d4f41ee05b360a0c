// What ends up in a partner's or a page's bundle, measured on the built files.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { type CheckResult, verdict } from './check.ts'
import { root } from './run-command.ts'

const KILOBYTE = 1000
const token = join(root, 'packages', 'core')
const widget = join(root, 'packages', 'web-widget')

/** `./token`, as a partner's bundler would make it from the built package: at most 12 kB, nothing of the upper floors. */
export async function checkTokenBundle(): Promise<CheckResult> {
  const fromBuilt = await bundle(join(token, 'dist', 'token', 'index.js'), [])
  // The built chunks have no names that tell their floor; the same bundle made from the sources has.
  const fromSource = await bundle(join(token, 'src', 'token', 'index.ts'), ['@tallystick/source'])
  const inputs = [...usedInputs(fromBuilt.metafile), ...usedInputs(fromSource.metafile)]
  return judge({
    name: './token',
    bytes: gzipSync(fromBuilt.text, { level: 9 }).length,
    limit: 12 * KILOBYTE,
    inputs,
    forbidden: [
      '/zod/',
      '/json-rules-engine/',
      'core/src/rules/',
      'core/src/domain/',
      'core/src/engine/',
      'core/src/http/',
      'core/src/token/suite-sm/',
      '/sm-crypto-v2/',
    ],
    required: ['core/src/token/'],
    text: fromBuilt.text,
  })
}

/** The wallet's one-file build: at most 30 kB. */
export function checkWalletBundle(): Promise<CheckResult> {
  return checkIife('tally-wallet', 30)
}

/** The scanner's one-file build: at most 40 kB. */
export function checkScannerBundle(): Promise<CheckResult> {
  return checkIife('tally-scanner', 40)
}

/** Each language of each element, as a file of its own: at most 4 kB. */
export async function checkLanguages(): Promise<CheckResult> {
  const files = (await readdir(join(widget, 'dist'))).filter((file) => /^tally-(wallet|scanner)-.*\.json$/.test(file))
  const sizes = await Promise.all(
    files.map(async (file) => {
      const bytes = gzipSync(await readFile(join(widget, 'dist', file)), { level: 9 }).length
      return { line: `${file}: ${bytes} bytes gzip of ${4 * KILOBYTE}`, isSmall: bytes <= 4 * KILOBYTE }
    }),
  )
  const isWhole = sizes.length >= 4 && sizes.every(({ isSmall }) => isSmall)
  return verdict(isWhole, sizes.map(({ line }) => line).join('\n') || 'No language was built.')
}

async function checkIife(name: string, kilobytes: number): Promise<CheckResult> {
  const text = await readFile(join(widget, 'dist', `${name}.iife.js`), 'utf8')
  const metafile = JSON.parse(await readFile(join(widget, 'dist', 'metafile-iife.json'), 'utf8')) as Metafile
  return judge({
    name: `${name}.iife.js`,
    bytes: gzipSync(text, { level: 9 }).length,
    limit: kilobytes * KILOBYTE,
    inputs: usedInputs(metafile, `${name}.iife.js`),
    forbidden: [
      '/zod/',
      '/jose/',
      '/json-rules-engine/',
      'core/src/engine/',
      'core/src/domain/',
      'core/src/rules/',
      // Comes when a camera is opened, in a file of its own.
      '/qr/decode.js',
    ],
    required: name === 'tally-wallet' ? ['/preact/', 'src/qr/'] : ['/preact/'],
    text,
  })
}

async function bundle(entry: string, conditions: string[]): Promise<{ text: string; metafile: Metafile }> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'browser',
    target: 'es2022',
    conditions,
    write: false,
    metafile: true,
    legalComments: 'none',
    absWorkingDir: root,
    logLevel: 'silent',
  })
  return { text: result.outputFiles[0]?.text ?? '', metafile: result.metafile }
}

/** The files of which bytes really remained after tree shaking. */
function usedInputs(metafile: Metafile, outputName?: string): string[] {
  return Object.entries(metafile.outputs)
    .filter(([output]) => !outputName || output.endsWith(outputName))
    .flatMap(([, output]) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => `/${input.replaceAll('\\', '/')}`)
}

interface Judged {
  readonly name: string
  readonly bytes: number
  readonly limit: number
  readonly inputs: readonly string[]
  readonly forbidden: readonly string[]
  readonly required: readonly string[]
  readonly text: string
}

function judge({ name, bytes, limit, inputs, forbidden, required, text }: Judged): CheckResult {
  const problems: string[] = []
  if (bytes > limit) problems.push(`${name} is ${bytes} bytes gzip, allowed are ${limit}`)
  for (const part of forbidden) {
    const found = inputs.filter((input) => input.includes(part))
    if (found.length > 0) problems.push(`${name} contains ${part}: ${found.slice(0, 5).join(', ')}`)
  }
  // Without this a bundle that lost its content, or a list of inputs that changed its form, would pass.
  for (const part of required) {
    if (!inputs.some((input) => input.includes(part))) problems.push(`${name} lacks ${part}`)
  }
  // A page with a strict Content-Security-Policy has no eval.
  if (/\beval\(|new Function\(/.test(text)) problems.push(`${name} builds code from text`)
  return verdict(problems.length === 0, [`${name}: ${bytes} bytes gzip of ${limit}`, ...problems].join('\n'))
}
