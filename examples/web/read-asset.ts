import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
}

/** The scripts, and what they fetch from beside themselves. */
const widgetFiles = [
  'tally-wallet.iife.js',
  'tally-wallet-more.iife.js',
  'tally-wallet-en.json',
  'tally-wallet-zh-Hant.json',
  'tally-wallet-more-en.json',
  'tally-wallet-more-zh-Hant.json',
  'tally-scanner.iife.js',
  'tally-scanner-decoder.iife.js',
  'tally-scanner-en.json',
  'tally-scanner-zh-Hant.json',
]

export interface Asset {
  readonly type: string
  readonly bytes: Buffer
}

/**
 * A file a page may load, from a closed list: nothing that is asked for becomes a path. The widget's bundles come out of
 * the installed package, so the portal serves them itself.
 */
export async function readAsset(name: string, portalFolder: string): Promise<Asset | undefined> {
  const places: Readonly<Record<string, () => string>> = {
    'portal.css': () => join(import.meta.dirname, 'public', 'portal.css'),
    'portal.js': () => join(import.meta.dirname, 'public', 'portal.js'),
    'colours.css': () => join(portalFolder, 'public', 'colours.css'),
    ...Object.fromEntries(widgetFiles.map((file) => [file, () => require.resolve(`@tallystick/web-widget/${file}`)])),
  }
  if (!Object.hasOwn(places, name)) return undefined
  const path = places[name]?.() ?? ''
  return {
    type: types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    bytes: await readFile(path),
  }
}
