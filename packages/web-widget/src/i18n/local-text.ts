/** A text in the languages the server keeps. */
export type LocalText = Readonly<Record<'zh-CN' | 'en', string>>

export type Locale = 'zh-CN' | 'en' | 'zh-Hant'

/**
 * The language shown: the first that is given of attribute, nearest `lang` and the browser's own. Chinese reads
 * simplified or traditional by script or region; everybody else English.
 */
export function chooseLocale(...candidates: readonly (string | null | undefined)[]): Locale {
  const wanted = candidates.find(Boolean)
  if (!wanted) return 'zh-CN'
  if (!/^zh\b/i.test(wanted)) return 'en'
  return /-(hant|tw|hk|mo)\b/i.test(wanted) && !/-hans\b/i.test(wanted) ? 'zh-Hant' : 'zh-CN'
}

/** The languages the service speaks; readers of traditional Chinese get its simplified sentences. */
export function serverLocale(locale: Locale): keyof LocalText {
  return locale === 'en' ? 'en' : 'zh-CN'
}
