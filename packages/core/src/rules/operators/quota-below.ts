import * as z from 'zod'
import { defineOperator } from './define-operator.ts'

/** The count, a whole number, is still below the quota: `quotaBelow 2` lets a second one through, not a third. */
export const quotaBelow = defineOperator({
  name: 'quotaBelow',
  takes: ['number'],
  value: z.int().min(1, { error: 'a quota is a whole number from 1' }),
  prepare: (quota) => (actual) => {
    const count = actual as number
    return Number.isSafeInteger(count) && count >= 0 ? count < quota : 'count_invalid'
  },
  must: { 'zh-CN': '{fact}已达上限{expected}', en: '{fact} has reached the limit of {expected}' },
  mustNot: { 'zh-CN': '{fact}应达到{expected}', en: '{fact} must have reached {expected}' },
})
