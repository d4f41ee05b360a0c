import { inputRefused, shownFieldName } from '../../kernel/input-invalid.ts'
import type { Refusal } from '../../kernel/outcome.ts'
import { fieldKind } from './field-kind.ts'
import { fieldValue } from './field-value.ts'
import type { JsonSchema } from './json-schema-of.ts'

/** Parameters of one query; beyond it somebody plays. */
const MAX_PARAMETERS = 64

/** The text a percent-encoded part of an address stands for; undefined when it is not well-formed. */
export function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * Adds the fields that a query gives to `input`. A list may be given more than once; anything else may not, as two
 * readers could pick different ones.
 */
export function gatherQuery(
  query: string,
  fields: Readonly<Record<string, JsonSchema>>,
  input: Record<string, unknown>,
): Refusal<'input_invalid'> | undefined {
  if (query === '') return undefined
  const parts = query.split('&', MAX_PARAMETERS + 1)
  if (parts.length > MAX_PARAMETERS) return inputRefused('query', 'too_long', { maximum: MAX_PARAMETERS })
  for (const part of parts) {
    if (part === '') continue
    const split = part.indexOf('=')
    const name = decodePart((split < 0 ? part : part.slice(0, split)).replaceAll('+', ' '))
    const text = decodePart(split < 0 ? '' : part.slice(split + 1).replaceAll('+', ' '))
    if (name === undefined || text === undefined) return inputRefused('query', 'wrong_format')
    const schema = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (!schema) return inputRefused(shownFieldName(name), 'unknown_field')
    if (fieldKind(schema) === 'list') {
      const list = (input[name] ?? []) as unknown[]
      input[name] = [...list, fieldValue(text, schema.items ?? {})]
    } else if (Object.hasOwn(input, name)) return inputRefused(shownFieldName(name), 'repeated')
    else input[name] = fieldValue(text, schema)
  }
  return undefined
}
