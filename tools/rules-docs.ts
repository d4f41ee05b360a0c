// node tools/bootstrap.mjs run tools/rules-docs.ts: writes docs/rules.md and packages/core/rules.schema.json anew from the schemas, the
// operators and the facts, and runs every example of tools/rules-docs/examples.md for its output.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rulesJsonSchema } from '@tallystick/core/rules'
import { rulesReference } from './rules-docs/rules-reference.ts'
import { root } from './run-command.ts'

export const documentFile = join(root, 'docs', 'rules.md')
export const schemaFile = join(root, 'packages', 'core', 'rules.schema.json')

export function rulesDocument(): string {
  const part = (name: string) => readFileSync(join(root, 'tools', 'rules-docs', name), 'utf8').trim()
  return `${[part('introduction.md'), rulesReference(), part('examples.md')].join('\n\n')}\n`
}

if (import.meta.main) {
  writeFileSync(documentFile, rulesDocument())
  writeFileSync(schemaFile, `${JSON.stringify(rulesJsonSchema(), null, 2)}\n`)
  console.log('docs/rules.md and packages/core/rules.schema.json are written.')
}
