// node tools/bootstrap.mjs run tools/rules-docs.ts: writes docs/rules.md and the two JSON Schemas of packages/core anew from the schemas, the
// operators and the facts, and runs every example of tools/rules-docs/examples.md for its output.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rulesJsonSchema } from '@tallystick/core/rules'
import { programmeDocument } from '../packages/core/src/domain/programme/document-schema.ts'
import { rulesReference } from './rules-docs/rules-reference.ts'
import { root } from './run-command.ts'

export const documentFile = join(root, 'docs', 'rules.md')
export const schemaFile = join(root, 'packages', 'core', 'rules.schema.json')

export const programmeSchemaFile = join(root, 'packages', 'core', 'programme.schema.json')

/**
 * A programme document as JSON Schema, for editors: what the checker reads it with, and conditions as the rule language has them.
 * What a schema cannot say (known facts, money that fits, dates in order) `tally programme check` says.
 */
export function programmeJsonSchema(): Record<string, unknown> {
  const { $schema, ...document } = programmeDocument.toJSONSchema({ io: 'input', unrepresentable: 'any' })
  const { $defs } = rulesJsonSchema()
  const written = JSON.stringify(document, (_key, member) =>
    isConditions(member) ? { $ref: '#/$defs/condition' } : member,
  )
  return { $schema, title: 'Programmes of Tallystick', ...JSON.parse(written), $defs }
}

/** Any object with members of any kind: the place where conditions stand. */
function isConditions(member: unknown): boolean {
  return JSON.stringify(member) === '{"type":"object","propertyNames":{"type":"string"},"additionalProperties":{}}'
}

export function rulesDocument(): string {
  const part = (name: string) => readFileSync(join(root, 'tools', 'rules-docs', name), 'utf8').trim()
  return `${[part('introduction.md'), rulesReference(), part('examples.md')].join('\n\n')}\n`
}

if (import.meta.main) {
  writeFileSync(documentFile, rulesDocument())
  writeFileSync(schemaFile, `${JSON.stringify(rulesJsonSchema(), null, 2)}\n`)
  writeFileSync(programmeSchemaFile, `${JSON.stringify(programmeJsonSchema(), null, 2)}\n`)
  console.log('docs/rules.md, packages/core/rules.schema.json and packages/core/programme.schema.json are written.')
}
