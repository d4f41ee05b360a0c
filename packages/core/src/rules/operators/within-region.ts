import * as z from 'zod'
import { didYouMean } from '../did-you-mean.ts'
import { limits } from '../limits.ts'
import { parseRegion } from '../region/parse-region.ts'
import { liesIn } from '../region/region-relations.ts'
import { regionTable } from '../region/region-table.ts'
import type { Answer } from './answer.ts'
import { defineOperator } from './define-operator.ts'
import type { ValueProblem } from './value-problem.ts'

export const regionCodeSchema = z
  .string()
  .max(6)
  .refine((code) => parseRegion(code) > 0, { error: 'a region code of GB/T 2260, e.g. 511525 or 511500' })

/**
 * The region is one of the given ones or lies in one: 511525 (a county) is within 511500 (its city) and 510000 (its province). Codes that
 * were merged or renamed count as what they are today: 512531 is 511525. A fact that only names a larger region (a phone's city, where a
 * county is asked for) is unknown, not outside; so is a code that never was one.
 */
export const withinRegion = defineOperator({
  name: 'withinRegion',
  takes: ['region'],
  value: z.union([regionCodeSchema, z.array(regionCodeSchema).min(1).max(limits.listLength)], {
    error: 'a region code of GB/T 2260, e.g. 511525, or a list of them',
  }),
  checksType: true,
  prepare: (value) => {
    const codes = typeof value === 'string' ? [value] : value
    const outer = regionsToday(codes)
    if ('code' in outer) return outer
    const judged = new Map<unknown, Answer>()
    return (actual) => {
      const known = judged.get(actual)
      if (known !== undefined) return known
      const code = parseRegion(actual)
      if (code === 0) return 'region_invalid'
      const meanings = regionTable.meanings(code)
      if (meanings.length === 0) return 'region_unknown'
      const answer = agreed(meanings.map((meaning) => judge(meaning, outer)))
      // Only codes of the table are remembered, in at most three spellings, so the memory is bounded.
      judged.set(actual, answer)
      return answer
    }
  },
  against: ['region'],
  compare: judgeWithin,
  must: { 'zh-CN': '{fact}应在{expected}范围内', en: '{fact} must be within {expected}' },
  mustNot: { 'zh-CN': '{fact}不能在{expected}范围内', en: '{fact} must not be within {expected}' },
})

/** As the operator judges a region against one. */
export function judgeWithin(actual: unknown, region: unknown): Answer {
  return compareRegions(actual, region, (inner, outer) => judge(inner, [outer]))
}

/** What codes of a rule mean today; a code that never was one is a mistake. */
export function regionsToday(codes: readonly string[]): readonly number[] | ValueProblem {
  const found: number[] = []
  for (const code of codes) {
    const meanings = regionTable.meanings(parseRegion(code))
    if (meanings.length === 0) {
      const { firstYear, asOf } = regionTable
      const message = `no region has or had the code ${code} (tables from ${firstYear} to ${asOf})`
      return { code: 'region_unknown', message, hint: nearest(code) }
    }
    found.push(...meanings)
  }
  return found
}

function nearest(code: string): string | undefined {
  const county = Number(code.padEnd(6, '0'))
  const around: string[] = []
  for (let near = county - 10; near <= county + 10; near += 1) {
    if (regionTable.meanings(parseRegion(String(near))).length > 0) around.push(String(near))
  }
  return didYouMean(code, around)
}

function judge(inner: number, outer: readonly number[]): Answer {
  if (outer.some((code) => liesIn(inner, code))) return true
  return outer.some((code) => liesIn(code, inner)) ? 'region_too_coarse' : false
}

/** One answer when all meanings of a code give the same. */
function agreed(answers: readonly Answer[]): Answer {
  const [first = false] = answers
  return answers.every((answer) => answer === first) ? first : 'region_ambiguous'
}

/** Judges every pair of meanings of two codes, both read from facts. */
export function compareRegions(actual: unknown, value: unknown, judgePair: (a: number, b: number) => Answer): Answer {
  const [one, other] = [parseRegion(actual), parseRegion(value)]
  if (one === 0 || other === 0) return 'region_invalid'
  const [ones, others] = [regionTable.meanings(one), regionTable.meanings(other)]
  if (ones.length === 0 || others.length === 0) return 'region_unknown'
  return agreed(ones.flatMap((a) => others.map((b) => judgePair(a, b))))
}
