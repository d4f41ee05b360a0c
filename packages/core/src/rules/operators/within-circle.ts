import * as z from 'zod'
import type { Position } from '../../values/position.ts'
import { circleJudge } from '../area/circle-judge.ts'
import { positionConverter } from '../area/convert-position.ts'
import { checkPosition } from '../facts/check-position.ts'
import { datumSchema } from '../schema.ts'
import { defineOperator } from './define-operator.ts'

const circleSchema = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  radiusMetres: z.number().positive().max(20_000_000),
  datum: datumSchema,
})

/** The position, with its whole accuracy circle, lies in a circle. Its edge belongs to it. A circle that crosses the edge is unknown. */
export const withinCircle = defineOperator({
  name: 'withinCircle',
  takes: ['position'],
  value: circleSchema,
  checksType: true,
  prepare: ({ radiusMetres, ...centre }) => {
    const judge = circleJudge(centre, radiusMetres)
    const convert = positionConverter(centre.datum)
    return (actual) => {
      const problem = checkPosition(actual)
      if (problem !== undefined) return problem
      return judge(convert(actual as Position), (actual as Position).accuracyMetres)
    }
  },
  must: { 'zh-CN': '{fact}应在指定地点{radiusMetres}米内', en: '{fact} must be within {radiusMetres} m of the place' },
  mustNot: {
    'zh-CN': '{fact}不能在指定地点{radiusMetres}米内',
    en: '{fact} must not be within {radiusMetres} m of the place',
  },
})
