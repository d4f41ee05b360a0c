import { readJson } from '../json/read-json.ts'
import { type FieldKind, fieldKind } from './field-kind.ts'
import type { JsonSchema } from './json-schema-of.ts'

const PLAIN_NUMBER = /^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,16})?$/

/**
 * The value that a text in the address spells for a field. What does not spell one stays text, so that the schema
 * refuses it with its own words. Objects are written as JSON and read as strictly as a body.
 */
export function fieldValue(text: string, schema: JsonSchema): unknown {
  return spelledValue(text, fieldKind(schema))
}

function spelledValue(text: string, kind: FieldKind): unknown {
  if (kind === 'number')
    return PLAIN_NUMBER.test(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER ? Number(text) : text
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (kind !== 'json') return text
  const read = readJson(new TextEncoder().encode(text))
  return read.ok ? read.value : text
}
