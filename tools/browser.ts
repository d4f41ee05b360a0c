// Finds a Chromium that really runs, without a package manager of the operating system and without a download.
// Order: CHROME_PATH, a system Chromium, the one inside the npm package @sparticuz/chromium.
// Chinese text needs a font with the glyphs: @embedpdf/fonts-sc (Noto Sans, OTF) is shown to Chromium by a
// fonts.conf of our own, because a bare machine has no fonts and no fontconfig at all.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, '.tmp')

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Quiet and offline: no first-run page, no updates, no traffic of its own; the root user has no sandbox. */
const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface FoundChromium {
  readonly executablePath: string
  /** The browser's whole environment: pass it to Playwright's `launch({ env })`. */
  readonly env: Record<string, string>
  readonly args: string[]
  /** As the browser says it, for example `Chromium 153.0.7600.0`. */
  readonly version: string
}

let found: Promise<FoundChromium> | undefined

/**
 * Returns a Chromium that answered `--version`; the first call may unpack one (about 3 s), later calls are free.
 * Not checked: that pages render. Use a fresh profile for every launch (Playwright's `launch` does).
 * @throws Error naming every candidate that was tried and why it did not run.
 */
export function findChromium(): Promise<FoundChromium> {
  found ??= search()
  return found
}

async function search(): Promise<FoundChromium> {
  const env = await browserEnvironment()
  const failures: string[] = []
  for (const executablePath of [process.env.CHROME_PATH, ...SYSTEM_PATHS]) {
    if (!executablePath) continue
    // A path that a person gave must be reported when it is wrong; the usual places may simply be empty.
    if (!existsSync(executablePath) && executablePath !== process.env.CHROME_PATH) continue
    const answer = await askVersion(executablePath, env)
    if (answer.ok) return { executablePath, env, args: [...CHROMIUM_FLAGS], version: answer.version }
    failures.push(`${executablePath}: ${answer.reason}`)
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`No Chromium runs here; set CHROME_PATH to one.\n${failures.join('\n')}`)
  }
  const { executablePath, libraries } = await unpackedChromium()
  const ownEnv = { ...env, LD_LIBRARY_PATH: [libraries, env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter) }
  const answer = await askVersion(executablePath, ownEnv)
  if (answer.ok) return { executablePath, env: ownEnv, args: [...CHROMIUM_FLAGS], version: answer.version }
  throw new Error(`No Chromium runs here.\n${[...failures, `${executablePath}: ${answer.reason}`].join('\n')}`)
}

type Answer = { ok: true; version: string } | { ok: false; reason: string }

async function askVersion(executablePath: string, env: Record<string, string>): Promise<Answer> {
  try {
    const { stdout } = await run(executablePath, ['--no-sandbox', '--version'], { env, timeout: 20_000 })
    return stdout.trim() ? { ok: true, version: stdout.trim() } : { ok: false, reason: 'printed no version' }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message.trim() : String(error) }
  }
}

/** The unpacked package, kept under .tmp by version; unpacking goes to a private folder and is renamed when whole. */
async function unpackedChromium(): Promise<{ executablePath: string; libraries: string }> {
  const packageFolder = join(root, 'node_modules', '@sparticuz', 'chromium')
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const home = join(cache, `chromium-${version}`)
  const paths = { executablePath: join(home, 'chromium'), libraries: join(home, 'al2023', 'lib') }
  if (existsSync(home)) return paths

  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(join(cache, 'unpack-'))
  const temporary = process.env.TMPDIR
  // The package unpacks to os.tmpdir() and trusts whatever already lies there, so it gets an empty one.
  process.env.TMPDIR = fresh
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium')
    chromium.setGraphicsMode = false
    await chromium.executablePath()
    await inflate(join(packageFolder, 'bin', 'al2023.tar.br'))
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
  try {
    await rename(fresh, home)
  } catch (error) {
    // Another process unpacked the same version meanwhile: its copy is as good.
    await rm(fresh, { recursive: true, force: true })
    if (!existsSync(home)) throw error
  }
  return paths
}

async function browserEnvironment(): Promise<Record<string, string>> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  delete env.NODE_OPTIONS
  return { ...env, FONTCONFIG_FILE: await fontsConfiguration() }
}

/** Our font and no other: a screenshot looks the same on every machine. */
async function fontsConfiguration(): Promise<string> {
  const fonts = join(root, 'node_modules', '@embedpdf', 'fonts-sc', 'fonts')
  if (!existsSync(fonts)) throw new Error(`The Chinese font is missing: ${fonts}`)
  const escaped = (path: string) => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const generic = (family: string) =>
    `  <alias><family>${family}</family><prefer><family>Noto Sans S Chinese</family></prefer></alias>`
  const text = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `  <dir>${escaped(fonts)}</dir>`,
    `  <cachedir>${escaped(join(cache, 'fontconfig'))}</cachedir>`,
    ...['sans-serif', 'serif', 'system-ui', 'monospace'].map(generic),
    '</fontconfig>',
    '',
  ].join('\n')
  const file = join(cache, 'fonts.conf')
  await mkdir(cache, { recursive: true })
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known === text) return file
  // Written beside and renamed: a browser starting at this moment never reads half a file.
  const partial = `${file}.${process.pid}`
  await writeFile(partial, text)
  await rename(partial, file)
  return file
}
