import * as z from 'zod'
import { regionContains, regionLevel } from '../../values/region.ts'
import { limits } from '../limits.ts'
import { defineOperator } from './define-operator.ts'

const codeSchema = z
  .string()
  .max(6)
  .refine((code) => regionLevel(code) !== undefined, { error: 'a region code of GB/T 2260, e.g. 511525 or 511500' })

/**
 * The region is one of the given ones or lies in one: 511525 (a county) is within 511500 (its city) and 510000 (its province). A fact
 * that only names a larger region (a phone's city, where a county is asked for) is unknown, not outside.
 */
export const withinRegion = defineOperator({
  name: 'withinRegion',
  takes: ['region'],
  value: z.union([codeSchema, z.array(codeSchema).min(1).max(limits.listLength)], {
    error: 'a region code of GB/T 2260, e.g. 511525, or a list of them',
  }),
  prepare: (value) => {
    const outer = typeof value === 'string' ? [value] : value
    return (actual) => {
      const inner = actual as string
      if (outer.some((code) => regionContains(code, inner))) return true
      return outer.some((code) => regionContains(inner, code)) ? 'region_too_coarse' : false
    }
  },
  must: { 'zh-CN': '{fact}应在{expected}范围内', en: '{fact} must be within {expected}' },
  mustNot: { 'zh-CN': '{fact}不能在{expected}范围内', en: '{fact} must not be within {expected}' },
})
