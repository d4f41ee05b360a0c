import type { LoadLanguage } from './language-source.ts'

/** Written in by the build: file name and hash of each language. */
declare const TALLY_LANGUAGES: Readonly<Record<string, { readonly file: string; readonly integrity: string }>>

/**
 * For pages with a script element: `tally-wallet-en.json` and its like beside the script. They are data, so a strict
 * page needs no exception for them, and a file that is not the one of this build is refused by its hash.
 */
export function fetchLanguageBeside(script: string): LoadLanguage {
  return async (locale) => {
    const { file = '', integrity = '' } = TALLY_LANGUAGES[locale] ?? {}
    const address = new URL(file, script).href
    return (await fetch(address, { integrity, credentials: 'omit', referrerPolicy: 'no-referrer' })).json()
  }
}
