import type { Refusal } from '../outcome.ts'
import { refusalEntry } from './catalogue.ts'

export type RefusalLocale = 'zh-CN' | 'en'

/**
 * The sentence for a refusal in the person's language. Rule messages win over the general sentence, since they say
 * which condition it was. Instants are shown in `timeZone` (default Asia/Shanghai), amounts (`…Minor`) as money in the
 * detail's `currency` (default CNY).
 * Not checked: that the detail belongs to the code; a placeholder without a value is left out.
 */
export function explainRefusal(refusal: Refusal, locale: RefusalLocale, timeZone = 'Asia/Shanghai'): string {
  const entry = refusalEntry(refusal.code)
  if (!entry) return refusal.code
  const asks = entry[locale].includes('{message}')
  // A rule's message says why not; for what is only unknown it would claim too much, unless the sentence asks for it.
  const reasons = refusal.reasons.filter((reason) => asks || reason.result === 'failed')
  const texts = reasons.map((reason) => reason.message?.[locale]).filter((text) => text !== undefined)
  const message = [...new Set(texts)].join(locale === 'en' ? ' ' : '')
  if (message !== '' && !asks) return fill(message, refusal.detail, locale, timeZone)
  return fill(entry[locale], { message, ...refusal.detail }, locale, timeZone)
}

function fill(
  text: string,
  detail: Readonly<Record<string, unknown>>,
  locale: RefusalLocale,
  timeZone: string,
): string {
  return text
    .replace(/\{(\w+)\}/g, (_, name: string) =>
      name.endsWith('Minor') ? showMoney(detail[name], detail.currency, locale) : show(detail[name], locale, timeZone),
    )
    .replace(/ {2,}/g, ' ')
    .trim()
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

function show(value: unknown, locale: RefusalLocale, timeZone: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string' && INSTANT.test(value)) {
    return instantFormat(locale, timeZone).format(new Date(value))
  }
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function showMoney(value: unknown, currency: unknown, locale: RefusalLocale): string {
  if (Array.isArray(value))
    return value.map((each) => showMoney(each, currency, locale)).join(locale === 'en' ? ', ' : '、')
  if (typeof value !== 'number') return ''
  const code = typeof currency === 'string' ? currency : 'CNY'
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' })
  return format.format(value / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

const instantFormats = new Map<string, Intl.DateTimeFormat>()

/** Kept, since making one takes longer than the rest of a refusal; there are as many as programmes have time zones. */
function instantFormat(locale: RefusalLocale, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`
  let format = instantFormats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      timeZone,
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    instantFormats.set(key, format)
  }
  return format
}
