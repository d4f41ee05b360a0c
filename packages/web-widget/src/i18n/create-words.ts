import { type Locale, type LocalText, serverLocale } from './local-text.ts'
import { type MoneyWords, moneyWords } from './money-words.ts'

export interface Words<K extends string> extends MoneyWords {
  readonly locale: Locale
  /** The sentence behind a key; `{name}` is filled from `values`. */
  t(key: K, values?: Readonly<Record<string, string | number>>): string
  /** The reader's language of a text from the server. */
  local(text: LocalText | string | undefined): string
  /** 1月27日12:08, in the programme's zone whatever the phone's is. */
  instant(iso: string): string
  /** The last minute before an exclusive end: 2025-01-28T00:00+08:00 reads 1月27日23:59. */
  lastMinute(iso: string): string
  /** Sentences that came later; those that are there stay. */
  extend(more: Readonly<Partial<Record<K, string>>>): void
  joined(sentences: readonly string[]): string
  /** Makes the formats of time and money now, and uses them once: the first time costs a slow phone a tenth of a second, best spent while it waits for the network. */
  prepare(): void
}

const TIME_ZONE = 'Asia/Shanghai'

/** Everything a view needs to speak one language. `first` holds that language's sentences. */
export function createWords<K extends string>(locale: Locale, first: Readonly<Record<K, string>>): Words<K> {
  let catalogue = first
  const clock: Intl.DateTimeFormatOptions = {
    timeZone: TIME_ZONE,
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }
  let made: Intl.DateTimeFormat | undefined
  const format = () => {
    made ??= new Intl.DateTimeFormat(locale, clock)
    return made
  }
  const at = (milliseconds: number) => {
    if (Number.isNaN(milliseconds)) return ''
    const parts = new Map(
      format()
        .formatToParts(milliseconds)
        .map(({ type, value }) => [type as string, value]),
    )
    // Some engines write midnight as 24:00 when asked for a 24-hour clock.
    const hour = parts.get('hour') === '24' ? '00' : parts.get('hour')
    const time = `${hour}:${parts.get('minute')}`
    return locale === 'en'
      ? `${parts.get('day')} ${parts.get('month')}, ${time}`
      : `${parts.get('month')}月${parts.get('day')}日${time}`.replace('月月', '月')
  }
  const money = moneyWords(locale)
  return {
    locale,
    ...money,
    t: (key, values) => fill(catalogue[key], values),
    local: (text) => (typeof text === 'object' ? text[serverLocale(locale)] : (text ?? '')),
    instant: (iso) => at(Date.parse(iso)),
    lastMinute: (iso) => at(Date.parse(iso) - 1),
    extend(more) {
      catalogue = { ...more, ...catalogue }
    },
    prepare() {
      at(0)
      money.moneyParts(0, 'CNY')
    },
    joined: (sentences) => sentences.join(locale === 'en' ? ' ' : ''),
  }
}

function fill(sentence: string, values: Readonly<Record<string, string | number>> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}
