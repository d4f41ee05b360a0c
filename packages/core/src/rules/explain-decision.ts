import type { Reason } from '../kernel/outcome.ts'
import type { Decision } from './evaluate/decide.ts'
import { fallbackSentence, labelOf } from './fallback-sentence.ts'
import { fillPlaceholders } from './fill-placeholders.ts'
import { problemSentences, stillUnknown } from './problem-sentences.ts'

export type Locale = 'zh-CN' | 'en'

/** What a message's placeholders stand for, e.g. `{ area: '宜宾市' }`. */
export type PlaceholderValues = Readonly<Record<string, string | number>>

/**
 * The sentences a counter clerk can read out for a decision, one a reason, none twice; an eligible decision has none.
 *
 * A failed condition says its own message, or what must hold when it has none. An unknown one says what is needed: its message would
 * tell the citizen no where nobody knows yet. Placeholders are taken from `values`, then from the condition's value; one that is in
 * neither becomes an ellipsis.
 *
 * Not checked: whether `values` are fit to be shown. The sentences are plain text, not HTML.
 *
 * @example explainDecision(decision, 'en', { area: 'Yibin' }) // ['You are outside Yibin. Claim when you arrive, or locate again.']
 */
export function explainDecision(
  decision: Pick<Decision, 'reasons'>,
  locale: Locale,
  values: PlaceholderValues = {},
): readonly string[] {
  return [...new Set(decision.reasons.map((reason) => sentenceOf(reason, locale, values)))]
}

function sentenceOf(reason: Reason, locale: Locale, values: PlaceholderValues): string {
  const known = { fact: labelOf(reason, locale), ...valuesOf(reason, locale), ...values }
  if (reason.result === 'unknown') {
    const sentences = problemSentences(reason.fact, reason.problem) ?? stillUnknown
    return fillPlaceholders(sentences[locale], known)
  }
  return fillPlaceholders(reason.message?.[locale] ?? fallbackSentence(reason, locale), known)
}

function valuesOf({ expected, actual }: Reason, locale: Locale): PlaceholderValues {
  const own = typeof expected === 'object' && expected !== null && !Array.isArray(expected) ? expected : {}
  return {
    ...(own as PlaceholderValues),
    ...(expected === undefined ? {} : { expected: written(expected, locale) }),
    ...(actual === undefined ? {} : { actual: written(actual, locale) }),
  }
}

function written(value: unknown, locale: Locale): string {
  if (Array.isArray(value)) return value.join(locale === 'zh-CN' ? '、' : ', ')
  return typeof value === 'object' && value !== null ? Object.values(value).join(' – ') : String(value)
}
