import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EntityKind } from '../kernel/entity.ts'
import { hasPlace } from './row-places.ts'

const src = join(import.meta.dirname, '..')
const files = ['domain', 'engine', 'kernel']
  .flatMap((floor) =>
    readdirSync(join(src, floor), { recursive: true, encoding: 'utf8' }).map((file) => join(floor, file)),
  )
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|testing\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8') }))

/** The arguments of every call of `ref`: four where a row lies beside another number. */
function calls(text: string): string[][] {
  return [...text.matchAll(/(?<![\w.])ref\(/g)].map(({ index }) => {
    const args = ['']
    let depth = 0
    for (const sign of text.slice(index + 'ref('.length)) {
      if (depth === 0 && sign === ')') break
      if ('([{'.includes(sign)) depth += 1
      if (')]}'.includes(sign)) depth -= 1
      if (depth === 0 && sign === ',') args.push('')
      else args[args.length - 1] += sign
    }
    return args.map((arg) => arg.trim()).filter((arg) => arg !== '')
  })
}

async function entityNamed(name: string): Promise<EntityKind<unknown>> {
  const home = files.find(({ text }) => new RegExp(`export const ${name}\\b`).test(text))
  return (await import(join(src, home?.file ?? name)))[name]
}

describe('where rows lie', () => {
  it('is known of every kind that is ever addressed beside another number than its owner', async () => {
    const names = files.flatMap(({ text }) =>
      calls(text).flatMap(([entity = '', , , beside]) => (beside ? [entity] : [])),
    )
    const generic = ['entity', 'target']
    const kinds = await Promise.all([...new Set(names)].filter((name) => !generic.includes(name)).map(entityNamed))
    expect(kinds.length).toBeGreaterThan(10)
    const unknown = kinds.filter((kind) => !hasPlace(kind))
    expect(unknown.map(({ name }) => name)).toEqual([])
  })
})
