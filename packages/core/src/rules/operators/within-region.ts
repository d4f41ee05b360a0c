import * as z from 'zod'
import { regionContains } from '../../values/region.ts'
import { limits } from '../limits.ts'
import { defineOperator } from './define-operator.ts'

const codeSchema = z.string().regex(/^[1-9]\d{5}$/, { error: 'a region code has six digits, e.g. 511525' })

/** The region is one of the given ones or lies in one: 511525 (a county) is within 511500 (its city) and 510000 (its province). */
export const withinRegion = defineOperator({
  name: 'withinRegion',
  takes: ['region'],
  value: z.union([codeSchema, z.array(codeSchema).min(1).max(limits.listLength)], {
    error: 'a region code of six digits, e.g. 511525, or a list of them',
  }),
  prepare: (value) => {
    const outer = typeof value === 'string' ? [value] : value
    return (actual) => outer.some((code) => regionContains(code, actual as string))
  },
  must: { 'zh-CN': '{fact}应在{expected}范围内', en: '{fact} must be within {expected}' },
  mustNot: { 'zh-CN': '{fact}不能在{expected}范围内', en: '{fact} must not be within {expected}' },
})
