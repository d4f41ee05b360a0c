import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../run-command.ts'

/** A test or a group of tests whose name begins with the ids of the rows it holds. */
export interface ThreatTest {
  readonly ids: readonly string[]
  readonly name: string
  /** From the root of the repository. */
  readonly file: string
}

const SOURCES = ['packages/*/src/**/*.{ts,tsx}', 'examples/**/*.ts', 'tools/**/*.ts']
const isTest = (file: string) => /[.]test[.]tsx?$|\/testing\//.test(file)

/** Every `THR-…` name in the tests, and in what tests share. */
export function threatTests(): ThreatTest[] {
  const files = globSync(SOURCES, { cwd: root, exclude: (path) => /(^|\/)(node_modules|dist|[.]tmp)(\/|$)/.test(path) })
  return files
    .filter(isTest)
    .sort()
    .flatMap((file) => namesIn(readFileSync(join(root, file), 'utf8')).map((found) => ({ ...found, file })))
}

/** Texts in quotes that begin with one or more ids. */
export function namesIn(source: string): Omit<ThreatTest, 'file'>[] {
  return Array.from(
    source.matchAll(/(['"`])((?:THR-[A-Z]\d+[ :]*)+)((?:(?!\1|\n).)*)\1/g),
    ([, , ids = '', rest = '']) => ({
      ids: Array.from(ids.matchAll(/THR-([A-Z]\d+)/g), ([, id = '']) => id),
      name: rest.trim(),
    }),
  )
}
