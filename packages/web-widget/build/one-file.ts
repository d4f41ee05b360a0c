// How the files for a <script> tag are made. The build and the tests of strict pages share it, so that what is tested is
// what is shipped.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, type Plugin } from 'esbuild'
import { minify } from 'terser'
import { en } from '../src/i18n/en.ts'
import type { MessageKey } from '../src/i18n/message-keys.ts'
import { moreZh } from '../src/i18n/more-zh-CN.ts'
import { scannerZh, sharedZh, walletZh } from '../src/i18n/zh-CN.ts'
import { zhHant } from '../src/i18n/zh-Hant.ts'
import { INTERNAL_NAMES } from './internal-names.ts'

const home = fileURLToPath(new URL('..', import.meta.url))

/** By name: its entry point. Each becomes `NAME.iife.js`. */
const entries = {
  'tally-wallet': 'src/define-wallet.ts',
  'tally-wallet-more': 'src/define-more.ts',
  'tally-scanner': 'src/define-scanner.ts',
  'tally-frame': 'src/define-frame.ts',
  'tally-scanner-decoder': 'src/define-decoder.ts',
  'tally-self-test': 'src/self-test/self-test.ts',
} as const

export type OneFileName = keyof typeof entries
export const oneFileNames = Object.keys(entries) as OneFileName[]

/** Languages that are not built in, and their names in a page. */
const translations = { en, 'zh-Hant': zhHant } as const

/** The sentences each element says; the wallet's second part brings its own. */
const speakers = {
  wallet: { ...sharedZh, ...walletZh },
  'wallet-more': moreZh,
  scanner: { ...sharedZh, ...scannerZh },
} as const

interface LanguageFile {
  readonly speaker: string
  readonly locale: string
  readonly file: string
  readonly text: string
}

/** The languages as files beside the scripts, one for each that speaks. */
const languageFiles: readonly LanguageFile[] = Object.entries(speakers).flatMap(([speaker, sentences]) =>
  Object.entries(translations).map(([locale, texts]) => ({
    speaker,
    locale,
    file: `tally-${speaker}-${locale}.json`,
    text: JSON.stringify(
      Object.fromEntries(Object.keys(sentences).flatMap((key) => entryOf(key as MessageKey, texts))),
    ),
  })),
)

/** What the second part says the same in Chinese it brings itself, for every language that lacks it. */
function entryOf(key: MessageKey, texts: Readonly<Record<MessageKey, string>>): readonly [string, string][] {
  const brought: Readonly<Partial<Record<MessageKey, string>>> = moreZh
  return texts[key] === brought[key] ? [] : [[key, texts[key]]]
}

/** Every file a page may load, by its name: the scripts and the languages beside them. */
export async function allFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map(languageFiles.map(({ file, text }) => [file, text]))
  for (const name of oneFileNames) files.set(`${name}.iife.js`, (await buildOneFile(name)).text)
  return files
}

/** What `sri.json` says of them. */
export function hashesOf(files: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...files].map(([file, text]) => [file, integrityOf(text)]))
}

/** As `integrity` attributes want it (W3C SRI §3.1). */
function integrityOf(content: string | Uint8Array): string {
  return `sha384-${createHash('sha384').update(content).digest('base64')}`
}

/** Scripts know their languages' hashes, so a page that pins the script has pinned them too. */
function languagesOf(name: OneFileName) {
  const own = languageFiles.filter(({ speaker }) => name === `tally-${speaker}`)
  return Object.fromEntries(own.map(({ locale, file, text }) => [locale, { file, integrity: integrityOf(text) }]))
}

export interface OneFile {
  readonly text: string
  readonly metafile: Metafile
}

/** Style sheets without the line ends that make them readable here; every line ends behind a rule or a declaration. */
const tightStyles: Plugin = {
  name: 'tight-styles',
  setup({ onLoad }) {
    onLoad({ filter: /-css\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      return { loader: 'ts', contents: source.replace(/`[^`]*`/g, (sheet) => sheet.replaceAll('\n', '')) }
    })
  },
}

const made = new Map<OneFileName, Promise<OneFile>>()

/** One script, as it is shipped. */
export function buildOneFile(name: OneFileName): Promise<OneFile> {
  const known = made.get(name) ?? bundle(name)
  made.set(name, known)
  return known
}

async function bundle(name: OneFileName): Promise<OneFile> {
  const partOf = async (part: OneFileName, users: readonly OneFileName[]) =>
    users.includes(name) ? integrityOf((await buildOneFile(part)).text) : ''
  const [more, frame, decoder] = await Promise.all([
    partOf('tally-wallet-more', ['tally-wallet']),
    partOf('tally-frame', ['tally-wallet', 'tally-scanner']),
    partOf('tally-scanner-decoder', ['tally-scanner']),
  ])
  const { outputFiles, metafile } = await build({
    entryPoints: { [`${name}.iife`]: entries[name] },
    outdir: 'dist',
    absWorkingDir: home,
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    format: 'iife',
    // Chromium 79 and Safari 13.4.
    target: 'es2017',
    platform: 'browser',
    conditions: ['@tallystick/source'],
    legalComments: 'none',
    logLevel: 'silent',
    // Calls of h() are shorter than those of jsx(): a third of a kilobyte over all views.
    jsx: 'transform',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
    inject: [fileURLToPath(new URL('jsx-factory.ts', import.meta.url))],
    tsconfigRaw: {},
    plugins: [tightStyles],
    // The same names in all files, for the wallet hands its objects to its second part.
    mangleProps: new RegExp(`^(${INTERNAL_NAMES.join('|')})$`),
    mangleCache: Object.fromEntries(INTERNAL_NAMES.map((each, at) => [each, `$${at.toString(36)}`])),
    define: {
      TALLY_LANGUAGES: JSON.stringify(languagesOf(name)),
      TALLY_MORE: JSON.stringify(more),
      TALLY_FRAME: JSON.stringify(frame),
      TALLY_DECODER: JSON.stringify(decoder),
    },
  })
  const { code = '' } = await minify(outputFiles[0]?.text ?? '', {
    ecma: 2017,
    compress: { passes: 3, ecma: 2017, unsafe_arrows: true, pure_getters: true, lhs_constants: false },
    mangle: true,
    // Old portals serve their pages as GBK: a script of ASCII is read right in all of them.
    format: { ascii_only: true, comments: false },
  })
  return { text: code, metafile }
}
