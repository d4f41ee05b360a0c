import * as z from 'zod'
import { instantMs } from '../facts/instant-ms.ts'
import { epochMs, instantSchema } from '../schema.ts'
import { defineOperator } from './define-operator.ts'

const windowSchema = z
  .strictObject({ from: instantSchema, to: instantSchema })
  .refine(({ from, to }) => epochMs(from) < epochMs(to), { error: 'from must lie before to' })

/** An instant in `[from, to)`. */
export const withinWindow = defineOperator({
  name: 'withinWindow',
  takes: ['instant'],
  value: windowSchema,
  prepare: (value) => {
    const [from, to] = [epochMs(value.from), epochMs(value.to)]
    return (actual) => {
      const at = instantMs(actual)
      return at >= from && at < to
    }
  },
  must: { 'zh-CN': '{fact}应在{from}（含）至{to}（不含）之间', en: '{fact} must be from {from}, before {to}' },
  mustNot: {
    'zh-CN': '{fact}不能在{from}（含）至{to}（不含）之间',
    en: '{fact} must not be from {from} until before {to}',
  },
})
