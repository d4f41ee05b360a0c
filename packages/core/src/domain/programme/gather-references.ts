import { pointer } from '../../rules/issue.ts'
import { limits } from '../../rules/limits.ts'
import type { ProgrammeDocument } from './document-schema.ts'

/** What conditions speak of, with what they refer to. */
export interface References {
  /** Names of shared conditions and derived facts, those that they lead to included. */
  readonly conditions: ReadonlySet<string>
  readonly derived: ReadonlySet<string>
  /** Facts of a catalogue, each where its name stands. */
  readonly facts: readonly { readonly name: string; readonly path: string }[]
}

type Shared = Pick<ProgrammeDocument, 'conditions' | 'derived'>

/** Follows `{ condition }` and derived facts from the conditions at `path` of the document; what is too deep is left to the parser. */
export function gatherReferences(
  parts: readonly { readonly conditions: unknown; readonly path: string }[],
  shared: Shared,
): References {
  const conditions = new Set<string>()
  const derived = new Set<string>()
  const facts: { name: string; path: string }[] = []

  function follow(names: Set<string>, name: string, from: Readonly<Record<string, unknown>>, member: string): void {
    if (names.has(name)) return
    names.add(name)
    visit(from[name], pointer('', member, name), 0)
  }

  function visit(node: unknown, path: string, depth: number): void {
    if (typeof node !== 'object' || node === null || depth > limits.jsonDepth) return
    const { condition, fact } = node as { condition?: unknown; fact?: unknown }
    if (typeof condition === 'string' && Object.hasOwn(shared.conditions, condition)) {
      follow(conditions, condition, shared.conditions, 'conditions')
    }
    if (typeof fact === 'string') {
      if (Object.hasOwn(shared.derived, fact)) follow(derived, fact, shared.derived, 'derived')
      else facts.push({ name: fact, path: pointer(path, 'fact') })
    }
    for (const [key, child] of Object.entries(node)) visit(child, pointer(path, key), depth + 1)
  }

  for (const part of parts) visit(part.conditions, part.path, 0)
  return { conditions, derived, facts }
}
