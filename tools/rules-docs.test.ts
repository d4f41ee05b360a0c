import { readFileSync } from 'node:fs'
import { rulesJsonSchema } from '@tallystick/core/rules'
import { expect, test } from 'vitest'
import { extractSamples } from './extract-samples.ts'
import { documentFile, programmeJsonSchema, programmeSchemaFile, rulesDocument, schemaFile } from './rules-docs.ts'

const remedy = 'run: node tools/bootstrap.mjs run tools/rules-docs.ts'

test('docs/rules.md says what the schemas, operators and facts say', () => {
  expect(readFileSync(documentFile, 'utf8'), remedy).toBe(rulesDocument())
})

test('rules.schema.json is the language that parseRules checks', () => {
  expect(JSON.parse(readFileSync(schemaFile, 'utf8')), remedy).toEqual(rulesJsonSchema())
})

test('programme.schema.json is the document that a programme is checked with', () => {
  const schema = programmeJsonSchema()
  expect(JSON.parse(readFileSync(programmeSchemaFile, 'utf8')), remedy).toEqual(schema)
  const { properties } = schema as { properties: Record<string, unknown> }
  expect(properties).toMatchObject({ eligibility: { $ref: '#/$defs/condition' } })
})

test('docs/rules.md has ten examples that run', () => {
  expect(extractSamples('docs/rules.md', readFileSync(documentFile, 'utf8'))).toHaveLength(10)
})
