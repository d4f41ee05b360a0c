import type { Locale } from './local-text.ts'
import type { Messages } from './message-keys.ts'

/** Simplified Chinese is built in; the others come when somebody reads them. */
export type LoadLanguage = (locale: Exclude<Locale, 'zh-CN'>) => Promise<Messages>

let source: LoadLanguage = () => Promise.resolve({})

/** How this build fetches languages: a bundler's chunk, or a file beside the script. */
export function useLanguageSource(load: LoadLanguage): void {
  source = load
}

export function loadLanguage(locale: Locale): Promise<Messages> {
  return locale === 'zh-CN' ? Promise.resolve({}) : source(locale)
}
