import * as z from 'zod'
import { distanceMetres, type Position, toDatum } from '../../values/position.ts'
import { datumSchema } from '../schema.ts'
import { defineOperator } from './define-operator.ts'
import { judgeMargin } from './judge-margin.ts'

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
  prepare: ({ radiusMetres, ...at }) => {
    const centre = { ...at, accuracyMetres: 0 }
    return (actual) => {
      const position = toDatum(actual as Position, centre.datum)
      return judgeMargin(radiusMetres - distanceMetres(centre, position), position.accuracyMetres)
    }
  },
  must: { 'zh-CN': '{fact}应在指定地点{radiusMetres}米内', en: '{fact} must be within {radiusMetres} m of the place' },
  mustNot: {
    'zh-CN': '{fact}不能在指定地点{radiusMetres}米内',
    en: '{fact} must not be within {radiusMetres} m of the place',
  },
})
