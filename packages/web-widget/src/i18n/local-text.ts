/** A text in the languages the server keeps. */
export type LocalText = Readonly<Record<'zh-CN' | 'en', string>>

export type Locale = 'zh-CN' | 'en'

/**
 * The language shown: the attribute, else the nearest `lang` of the page, else the browser's. Chinese in every variety
 * reads simplified Chinese; everybody else English.
 */
export function chooseLocale(...candidates: readonly (string | null | undefined)[]): Locale {
  const wanted = candidates.find(Boolean)
  return !wanted || /^zh\b/i.test(wanted) ? 'zh-CN' : 'en'
}
