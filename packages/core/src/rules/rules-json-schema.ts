import * as z from 'zod'
import { documentSchema, ruleSchema } from './language/document-schema.ts'
import { nodeSchemas } from './schema.ts'

type JsonSchema = Record<string, unknown>

/**
 * The language as JSON Schema (draft 2020-12), for editors. The same schemas that `parseRules` checks with, joined where the parser walks by
 * itself: a condition within a condition. What a schema cannot say (limits of depth, known facts and operators) `tally rules check` says.
 */
export function rulesJsonSchema(): JsonSchema {
  const condition = { $ref: '#/$defs/condition' }
  const kinds = Object.fromEntries(Object.entries(nodeSchemas).map(([kind, schema]) => [kind, jsonSchemaOf(schema)]))
  const children = { type: 'array', minItems: 1, items: condition }
  setProperty(kinds.all, 'all', children)
  setProperty(kinds.any, 'any', children)
  setProperty(kinds.not, 'not', condition)
  const rule = jsonSchemaOf(ruleSchema)
  setProperty(rule, 'conditions', condition)
  const document = jsonSchemaOf(documentSchema)
  setProperty(document, 'rules', { type: 'array', minItems: 1, items: { $ref: '#/$defs/rule' } })
  setProperty(document, 'conditions', { type: 'object', additionalProperties: condition })
  setProperty(document, 'derived', {
    type: 'object',
    additionalProperties: {
      oneOf: [
        { type: 'object', properties: { rule: condition }, required: ['rule'], additionalProperties: false },
        { type: 'object', properties: { value: {} }, required: ['value'], additionalProperties: false },
      ],
    },
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Rules of Tallystick',
    anyOf: [{ $ref: '#/$defs/document' }, condition],
    $defs: {
      document,
      rule,
      condition: { anyOf: Object.keys(kinds).map((kind) => ({ $ref: `#/$defs/${kind}` })) },
      ...kinds,
    },
  }
}

/** One schema, as what may be written: defaults are not yet filled in. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return rest
}

function setProperty(schema: JsonSchema | undefined, name: string, value: unknown): void {
  const properties = schema?.properties as JsonSchema | undefined
  if (properties !== undefined) properties[name] = value
}
