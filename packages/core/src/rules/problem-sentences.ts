import type { Texts } from './operators/define-operator.ts'

/** For any condition that could not be decided. */
export const stillUnknown: Texts = { 'zh-CN': '需要先确认{fact}', en: 'needed first: {fact}' }

const positionNeeded: Texts = {
  'zh-CN': '需要确认您的位置。请允许定位，只用于本次核对。',
  en: 'Your position is needed. Allow it for this one check.',
}

const locateAgain: Texts = {
  'zh-CN': '定位不够准，请到窗边或室外再试一次。',
  en: 'The position is not exact enough. Try again at a window or outdoors.',
}

const unusable: Texts = { 'zh-CN': '{fact}的资料有误，无法核对', en: 'what is on file cannot be used: {fact}' }

const byProblem: Readonly<Record<string, Texts>> = {
  position_inaccurate: locateAgain,
  accuracy_missing: locateAgain,
  accuracy_invalid: locateAgain,
  position_invalid: locateAgain,
  datum_missing: unusable,
  datum_unknown: unusable,
  wrong_type: unusable,
  date_invalid: unusable,
  date_in_future: unusable,
  instant_invalid: unusable,
  zone_missing: unusable,
  region_invalid: unusable,
  region_too_coarse: { 'zh-CN': '{fact}不够具体，需要更小一级的地区', en: 'a smaller region is needed: {fact}' },
  region_unknown: unusable,
  region_ambiguous: {
    'zh-CN': '{fact}的代码前后用于不同地区，需要人工确认',
    en: 'the code has meant two regions, please check: {fact}',
  },
  calendar_year_unknown: {
    'zh-CN': '该年份的工作日安排尚未收录',
    en: 'the working days of that year are not known yet',
  },
  not_finite: unusable,
  value_invalid: unusable,
  now_out_of_range: unusable,
  count_invalid: unusable,
  operator_failed: unusable,
}

/** What to say of an unknown condition; nothing for a problem an operator of yours named. */
export function problemSentences(fact: string, problem: string | undefined): Texts | undefined {
  if (problem === 'missing') return fact === 'position' ? positionNeeded : stillUnknown
  return problem !== undefined && Object.hasOwn(byProblem, problem) ? byProblem[problem] : undefined
}
