import { didYouMean } from '../did-you-mean.ts'
import { type FactDefinition, factKey } from '../facts/define-fact.ts'
import type { FactType } from '../facts/fact-types.ts'
import { parseFactPath } from '../facts/parse-fact-path.ts'
import { pointer } from '../issue.ts'
import { factTerm } from '../terms/fact-term.ts'
import type { Term } from '../terms/term.ts'
import { compileDerived } from './compile-derived.ts'
import type { CompileScope, TermReference } from './compile-scope.ts'

/** Types that have something inside for a path to lead to. */
const withInside: readonly FactType[] = ['json', 'list', 'position']

/** What reads a fact, a part of one, or a derived fact; `path` is where the reference stands. */
export function compileTerm(reference: TermReference, path: string, scope: CompileScope): Term | undefined {
  if (Object.hasOwn(scope.derived, reference.fact)) {
    for (const key of ['params', 'path'] as const) {
      if (reference[key] === undefined) continue
      scope.issues.add(pointer(path, key), `${key}_not_for_fact`, `"${reference.fact}" is derived: it takes no ${key}`)
      return undefined
    }
    return compileDerived(reference.fact, path, scope, compileTerm)
  }
  const fact = scope.facts.get(reference.fact)
  if (fact === undefined) {
    const known = [...scope.facts.keys(), ...Object.keys(scope.derived)]
    const hint = didYouMean(reference.fact, known)
    scope.issues.add(pointer(path, 'fact'), 'fact_unknown', `no fact is named "${reference.fact}"`, hint)
    return undefined
  }
  const steps = stepsOf(reference, fact, path, scope)
  if (steps === undefined || !paramsFit(reference, fact, path, scope)) return undefined
  const key = factKey(fact.name, reference.params)
  if (fact.source !== 'clock') scope.read.set(key, { fact, params: reference.params ?? {} })
  return factTerm(fact, reference.params, steps)
}

function stepsOf(
  reference: TermReference,
  fact: FactDefinition,
  path: string,
  scope: CompileScope,
): readonly (string | number)[] | undefined {
  if (reference.path === undefined) return []
  const at = pointer(path, 'path')
  if (!withInside.includes(fact.type)) {
    scope.issues.add(at, 'path_not_for_fact', `"${fact.name}" is a ${fact.type}: there is nothing inside it`)
    return undefined
  }
  const steps = parseFactPath(reference.path)
  if (steps === undefined)
    scope.issues.add(at, 'path_invalid', 'a path leads to one place', 'for example $.address.city or $.items[0]')
  return steps
}

function paramsFit(reference: TermReference, fact: FactDefinition, path: string, scope: CompileScope): boolean {
  const strange = Object.keys(reference.params ?? {}).filter((name) => !(fact.params ?? []).includes(name))
  for (const name of strange) {
    const at = pointer(path, 'params', name)
    scope.issues.add(at, 'param_unknown', `"${fact.name}" takes no "${name}"`, didYouMean(name, fact.params ?? []))
  }
  return strange.length === 0
}
