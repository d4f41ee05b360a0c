import { cityOf, liesIn } from '../region/region-relations.ts'
import { defineOperator } from './define-operator.ts'
import { compareRegions, regionCodeSchema, regionsToday } from './within-region.ts'

/** In the same city (prefecture level); a municipality is one city, a county under no city is its own. */
export const sameCity = defineOperator({
  name: 'sameCity',
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
  must: { 'zh-CN': '{fact}应在同一城市', en: '{fact} must be in the same city' },
  mustNot: { 'zh-CN': '{fact}不能在同一城市', en: '{fact} must not be in the same city' },
})

function judge(a: number, b: number): boolean | string {
  const [one, other] = [cityOf(a), cityOf(b)]
  if (one !== undefined && other !== undefined) return one === other
  return liesIn(a, b) || liesIn(b, a) ? 'region_too_coarse' : false
}
