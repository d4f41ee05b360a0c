import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './run-command.ts'

const document = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8')
const explained = new Set([...document.matchAll(/^- `([^`]+)`: \S/gm)].map((match) => match[1] ?? ''))
const manifests = ['package.json', ...globSync('packages/*/package.json', { cwd: root })]
const declared = new Set(manifests.flatMap(namesIn))

function namesIn(file: string): string[] {
  const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<
    string,
    Record<string, string> | undefined
  >
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
  return kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))
}

test('every dependency has its reason in docs/dependencies.md', () => {
  expect([...declared].filter((name) => !explained.has(name))).toEqual([])
})

test('docs/dependencies.md explains nothing that is gone', () => {
  expect([...explained].filter((name) => !declared.has(name))).toEqual([])
})
