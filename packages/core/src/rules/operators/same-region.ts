import { liesIn } from '../region/region-relations.ts'
import { defineOperator } from './define-operator.ts'
import { compareRegions, regionCodeSchema, regionsToday } from './within-region.ts'

/** The same region today, at the same level: 512531 and 511525 are one. Usually compared with another fact. */
export const sameRegion = defineOperator({
  name: 'sameRegion',
  takes: ['region'],
  value: regionCodeSchema,
  checksType: true,
  prepare: (value) => {
    const regions = regionsToday([value])
    if ('code' in regions) return regions
    return (actual) => compareRegions(actual, value, judge)
  },
  against: ['region'],
  compare: (actual, value) => compareRegions(actual, value, judge),
  must: { 'zh-CN': '{fact}应为同一地区', en: '{fact} must be the same region' },
  mustNot: { 'zh-CN': '{fact}不能为同一地区', en: '{fact} must not be the same region' },
})

/** One that contains the other is not the same, but may be: nobody knows where in the larger one it is. */
function judge(a: number, b: number): boolean | string {
  if (a === b) return true
  return liesIn(a, b) || liesIn(b, a) ? 'region_too_coarse' : false
}
