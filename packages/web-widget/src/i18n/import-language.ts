import type { LoadLanguage } from './language-source.ts'

/** For pages with a bundler: each language is a chunk of its own. */
export const importLanguage: LoadLanguage = async (locale) =>
  locale === 'en' ? (await import('./en.ts')).en : (await import('./zh-Hant.ts')).zhHant
