import type { JsonSchema } from './json-schema-of.ts'

/**
 * Where a schema would drop members it does not know without a word (a plain `z.object`): the paths of such objects.
 * Those would be silent mass assignment or silent loss (threat Z3); `z.strictObject` refuses, `z.looseObject` keeps.
 */
export function strippingObjects(schema: JsonSchema, path = 'input'): readonly string[] {
  const own = schema.properties && schema.additionalProperties === undefined ? [path] : []
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
    strippingObjects(part, `${path}.${name}`),
  )
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  const inner = [schema.items, schema.additionalProperties].filter((part) => typeof part === 'object')
  const shared = Object.entries((schema.$defs ?? {}) as Readonly<Record<string, JsonSchema>>)
  return [
    ...own,
    ...members,
    ...alternatives.flatMap((part) => strippingObjects(part, path)),
    ...inner.flatMap((part) => strippingObjects(part, `${path}[]`)),
    ...shared.flatMap(([name, part]) => strippingObjects(part, name)),
  ]
}
