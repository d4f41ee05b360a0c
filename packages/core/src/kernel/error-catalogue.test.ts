import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errors } from './error-catalogue.ts'

const packages = join(import.meta.dirname, '..', '..', '..')
const sources = readdirSync(packages).flatMap((name) => sourcesIn(join(packages, name, 'src')))

function sourcesIn(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test(-d)?\.tsx?$|(^|\/)testing\//.test(name))
    .map((name) => join(folder, name))
    .map((path) => ({ path: relative(packages, path), text: readFileSync(path, 'utf8') }))
}

const thrown = sources.flatMap(({ path, text }) =>
  Array.from(text.matchAll(/new TallyError\(\s*([^,\s]+)/g), ([, first = '']) => ({ path, first })),
)

describe('the catalogue of errors', () => {
  test('is looked for in real sources', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(thrown.length).toBeGreaterThan(50)
  })

  test('has every code that a source throws', () => {
    const missing = thrown.filter(({ first }) => first.startsWith("'") && !Object.hasOwn(errors, first.slice(1, -1)))
    expect(missing).toEqual([])
  })

  test('has no code that no source throws', () => {
    const codes = new Set(thrown.map(({ first }) => first.slice(1, -1)))
    expect(Object.keys(errors).filter((code) => !codes.has(code))).toEqual([])
  })

  test('cannot be evaded: only unwrap, which throws refusals, passes a code on', () => {
    expect(thrown.filter(({ first }) => !first.startsWith("'")).map(({ path }) => path)).toEqual(['core/src/unwrap.ts'])
  })

  test('explains each code in a sentence, without a code being in two lists', () => {
    for (const [code, sentence] of Object.entries(errors)) {
      expect(code).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
      expect(sentence).toMatch(/^[A-Z].{20,}\.$|^baseUrl .{20,}\.$|^basePath .{20,}\.$/)
    }
  })
})
