import * as z from 'zod'
import type { Position } from '../../values/position.ts'
import { positionConverter } from '../area/convert-position.ts'
import { type PreparedArea, prepareArea } from '../area/prepare-area.ts'
import { didYouMean } from '../did-you-mean.ts'
import { checkPosition } from '../facts/check-position.ts'
import { limits } from '../limits.ts'
import { datumSchema } from '../schema.ts'
import { defineOperator, type OperatorTools } from './define-operator.ts'
import type { ValueProblem } from './value-problem.ts'

const namedSchema = z.strictObject({ region: z.string().max(limits.nameLength) })
const inlineSchema = z.strictObject({ datum: datumSchema, polygon: z.unknown() })

/**
 * The position, with its whole accuracy circle, lies in an area: named (`{ region: 'city' }`, from `compileRules({ geometries })`) or
 * written out (`{ datum, polygon }`). Holes are outside. The edge belongs to the area. A circle that crosses an edge is unknown.
 */
export const withinPolygon = defineOperator({
  name: 'withinPolygon',
  takes: ['position'],
  value: z.union([namedSchema, inlineSchema], { error: '{ region: a name } or { datum, polygon }' }),
  checksType: true,
  prepare: (value, tools) => {
    const area = 'region' in value ? namedArea(value.region, tools) : prepareArea(value)
    if ('code' in area) return area
    const convert = positionConverter(area.datum)
    return (actual) => {
      const problem = checkPosition(actual)
      if (problem !== undefined) return problem
      const { latitude, longitude } = convert(actual as Position)
      return area.judge(latitude, longitude, (actual as Position).accuracyMetres)
    }
  },
  must: { 'zh-CN': '{fact}应在规定区域内', en: '{fact} must be inside the area' },
  mustNot: { 'zh-CN': '{fact}不能在规定区域内', en: '{fact} must not be inside the area' },
})

function namedArea(name: string, tools: OperatorTools): PreparedArea | ValueProblem {
  return (
    tools.area(name) ?? {
      code: 'geometry_unknown',
      message: `no geometry is named "${name}"`,
      hint: didYouMean(name, tools.areaNames),
    }
  )
}
