import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTally, generateKeys, memoryStore, systemClock, type Tally } from '@tallystick/core'
import { builtInFacts, builtInOperators } from '@tallystick/core/rules'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programmeDocument } from '../packages/core/src/domain/programme/document-schema.ts'
import { pageDocuments } from './page-documents.ts'
import { root } from './run-command.ts'

const file = 'docs/programme.md'
const page = readFileSync(join(root, file), 'utf8')
const documents = ['docs/programme.md', 'docs/http.md'].flatMap((name) =>
  Array.from(pageDocuments(name), ([document, text]) => ({ name: `${document} of ${name}`, text })),
)

/** Every name of a member that the document may have, at any depth. */
function memberNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const properties = (schema as { properties?: Record<string, unknown> }).properties ?? {}
  return [...Object.keys(properties), ...Object.values(schema).flatMap(memberNames)]
}

let tally: Tally
beforeAll(async () => {
  tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock: systemClock })
})
afterAll(() => tally.close())

const check = (text: string) =>
  tally.as({ role: 'operator', tenant: 'docs', id: 'docs' }).programme.check({ source: { format: 'yaml', text } })

describe('the programme reference', () => {
  test('shows three documents', () => expect(documents).toHaveLength(3))

  test.each(documents)('$name is a programme', async ({ text }) => {
    expect(await check(text)).toMatchObject({ ok: true })
  })

  test.each(documents)('$name with a member too many is refused, with its line', async ({ text }) => {
    const lines = text.trimEnd().split('\n').length
    const outcome = await check(`${text.trimEnd()}\nbudgett: {}\n`)
    expect(outcome).toMatchObject({ code: 'programme_document_invalid', detail: { line: lines + 1 } })
  })

  const prose = page.replaceAll(/^```[\s\S]*?^```$/gm, '')
  const quoted = new Set(Array.from(prose.matchAll(/`([^`\n]+)`/g)).flatMap(([, code = '']) => code.split(/[^\w.-]+/)))

  test('names every member of a document', () => {
    const names = new Set(memberNames(programmeDocument.toJSONSchema({ io: 'input' })))
    expect(names.size).toBeGreaterThan(40)
    expect([...names].filter((name) => !quoted.has(name))).toEqual([])
  })

  test('names every fact and every operator', () => {
    const names = [...builtInFacts, ...builtInOperators].map(({ name }) => name)
    expect(names.length).toBeGreaterThan(30)
    expect(names.filter((name) => !quoted.has(name))).toEqual([])
  })
})
