import { createWords, type Words } from '../i18n/create-words.ts'
import { loadLanguage } from '../i18n/language-source.ts'
import { chooseLocale, type Locale } from '../i18n/local-text.ts'
import type { MessageKey, Messages } from '../i18n/message-keys.ts'
import { wellFormed } from './attribute-choices.ts'

/** The language of an element: as the page said, else the nearest `lang`, else the browser's. */
export function localeOf(element: Element, wanted: string | undefined): Locale {
  const nearest = element.closest('[lang]')?.getAttribute('lang')
  return chooseLocale(wanted, wellFormed(element, 'locale'), nearest, navigator.language)
}

/**
 * An element's words in a language, with the page's own `messages` in place of ours. Chinese is built in, and stands in
 * for a language that cannot be fetched.
 */
export async function loadWords(
  locale: Locale,
  builtIn: Messages,
  messages: Messages | undefined,
): Promise<Words<MessageKey>> {
  let spoken = locale
  let language: Messages = {}
  try {
    language = await loadLanguage(locale)
  } catch {
    spoken = 'zh-CN'
  }
  return createWords(spoken, { ...builtIn, ...language, ...messages } as Record<MessageKey, string>)
}
