import { z } from 'zod'

/** The members that may stand at a path of a schema; of several shapes, those of all of them. */
export function knownMembers(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: readonly z.ZodType[] = shapesOf(schema)
  for (const step of path) here = here.flatMap((shape) => inside(shape, step)).flatMap(shapesOf)
  return [...new Set(here.flatMap((shape) => (shape instanceof z.ZodObject ? Object.keys(shape.shape) : [])))]
}

function inside(shape: z.ZodType, step: PropertyKey): readonly z.ZodType[] {
  if (shape instanceof z.ZodObject) {
    const member: unknown = Object.hasOwn(shape.shape, step) ? shape.shape[String(step)] : undefined
    return member instanceof z.ZodType ? [member] : []
  }
  if (shape instanceof z.ZodRecord) return [shape.valueType as z.ZodType]
  return shape instanceof z.ZodArray ? [shape.element as z.ZodType] : []
}

function shapesOf(schema: z.ZodType): readonly z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return shapesOf(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => shapesOf(option as z.ZodType))
  return [schema]
}
