import type { JsonSchema } from './json-schema-of.ts'

/** How the text of a path segment or query parameter becomes a value. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'list' | 'json'

/** Alternatives: text wins, since every text fits it; `null` is no alternative that a query could spell. */
const ORDER: readonly FieldKind[] = ['text', 'json', 'list', 'number', 'boolean']

export function fieldKind(schema: JsonSchema): FieldKind {
  const alternatives = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (alternatives) {
    const kinds = alternatives.filter((part) => part.type !== 'null').map(fieldKind)
    return ORDER.find((kind) => kinds.includes(kind)) ?? 'text'
  }
  const values = schema.const === undefined ? schema.enum : [schema.const]
  if (values?.every((value) => typeof value === 'number')) return 'number'
  if (values?.every((value) => typeof value === 'boolean')) return 'boolean'
  if (values) return 'text'
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  if (schema.type === 'boolean') return 'boolean'
  if (schema.type === 'array') return 'list'
  return schema.type === 'object' ? 'json' : 'text'
}
