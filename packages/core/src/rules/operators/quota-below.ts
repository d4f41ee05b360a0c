import * as z from 'zod'
import { defineOperator } from './define-operator.ts'

/** The count, a whole number, is still below the quota: `quotaBelow 2` lets a second one through, not a third. */
export const quotaBelow = defineOperator({
  name: 'quotaBelow',
  takes: ['number'],
  value: z.int().min(1, { error: 'a quota is a whole number from 1' }),
  checksType: true,
  prepare: (quota) => (actual) => {
    if (typeof actual !== 'number') return 'wrong_type'
    return Number.isSafeInteger(actual) && actual >= 0 ? actual < quota : 'count_invalid'
  },
  against: ['number'],
  compare: (actual, quota) => {
    const valid = Number.isSafeInteger(actual) && (actual as number) >= 0 && Number.isSafeInteger(quota)
    return valid ? (actual as number) < (quota as number) : 'count_invalid'
  },
  must: { 'zh-CN': '{fact}已达上限{expected}', en: '{fact} has reached the limit of {expected}' },
  mustNot: { 'zh-CN': '{fact}应达到{expected}', en: '{fact} must have reached {expected}' },
})
